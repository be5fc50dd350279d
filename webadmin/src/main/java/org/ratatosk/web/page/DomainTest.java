package org.ratatosk.web.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.admin.SoughtDomain;

/**
 * How a test of another domain went, as shown. Immutable.
 *
 * @param note what of the text was tested; empty if all of it was
 * @param steps as far as it came within the time that a person waits for a page; none if nothing was tested
 * @param reached whether all of them went well
 */
public record DomainTest(String note, List<StepView> steps, boolean reached) {
    /** Nothing was tested. */
    static final DomainTest NONE = new DomainTest("", List.of(), false);

    private static final int PATIENCE_SECONDS = 30;
    private static final Map<String, String> STEPS = Map.of(
            "policy", "Rule",
            "dns", "DNS",
            "resolver", "DNS server",
            "address", "Address",
            "connect", "Connection",
            "tls", "TLS",
            "certificate", "Certificate",
            "stream", "Stream",
            "ping", "Ping",
            "time", "Time");

    /** A step as shown. */
    public record StepView(String name, boolean done, String words, String advice) {}

    /** Goes there, and waits for as long as a person waits for a page. */
    static DomainTest of(Peers peers, String local, SoughtDomain sought) {
        List<Peers.Step> steps = new CopyOnWriteArrayList<>();
        try {
            peers.test(local, sought.domain(), steps::add)
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            steps.add(new Peers.Step("time", false, "it was not over after " + PATIENCE_SECONDS + " seconds"));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The web is stopping", e);
        }
        return new DomainTest(sought.note(), views(steps), steps.stream().allMatch(Peers.Step::done));
    }

    /** What to do is said once, however many places fail in the same way. */
    private static List<StepView> views(List<Peers.Step> steps) {
        Set<String> advised = new HashSet<>();
        List<StepView> views = new ArrayList<>();
        for (Peers.Step step : List.copyOf(steps)) {
            String name = STEPS.getOrDefault(step.name(), step.name());
            String advice = advised.add(step.advice()) ? step.advice() : "";
            views.add(new StepView(name, step.done(), step.words(), advice));
        }
        return List.copyOf(views);
    }
}
