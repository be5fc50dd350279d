package org.ratatosk.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ratatosk.app.check.Finding;
import org.ratatosk.app.control.Answer;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.admin.SoughtDomain;

/** Goes to the server of another domain step by step, and tells the owner in the terminal. Immutable. */
final class DomainProbe {
    private static final int PATIENCE_SECONDS = 90;
    private final Peers peers;
    private final List<String> own;

    /** @param own the hosted domains, the first of which asks */
    DomainProbe(Peers peers, List<String> own) {
        this.peers = peers;
        this.own = List.copyOf(own);
    }

    Answer run(String text) {
        Optional<SoughtDomain> sought = SoughtDomain.of(text);
        if (sought.isEmpty()) {
            return Answer.failed("\"" + text + "\" is no domain. It has to look like example.net.");
        }
        String domain = sought.get().domain();
        if (own.contains(domain)) {
            return Answer.failed(domain + " is a domain of this server itself; \"check\" alone looks at it.");
        }
        List<Peers.Step> steps = new CopyOnWriteArrayList<>();
        try {
            peers.test(own.get(0), domain, steps::add).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            steps.add(new Peers.Step("time", false, "it was not over after " + PATIENCE_SECONDS + " seconds"));
        } catch (ExecutionException e) {
            steps.add(new Peers.Step("test", false, String.valueOf(e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed("The server is ending.");
        }
        return answer(sought.get(), steps);
    }

    private Answer answer(SoughtDomain sought, List<Peers.Step> steps) {
        String domain = sought.domain();
        boolean reached = !steps.isEmpty() && steps.stream().allMatch(Peers.Step::done);
        Stream<String> note = Stream.of(sought.note()).filter(words -> !words.isEmpty());
        String lines =
                Stream.concat(note, steps.stream().map(DomainProbe::line)).collect(Collectors.joining("\n"));
        String last = reached
                ? domain + " answers " + own.get(0) + "."
                : domain + " was not reached from " + own.get(0) + ".";
        String text = lines + "\n" + last;
        return reached ? Answer.done(text) : Answer.failed(text);
    }

    private static String line(Peers.Step step) {
        String name = step.name().equals("dns") || step.name().equals("tls")
                ? step.name().toUpperCase(Locale.ROOT)
                : step.name().substring(0, 1).toUpperCase(Locale.ROOT)
                        + step.name().substring(1);
        String text = name + ": " + step.words();
        return (step.done() ? Finding.good(text) : Finding.bad(text, step.advice())).line();
    }
}
