package org.ratatosk.server.stream.s2s;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.config.Quota;
import org.ratatosk.server.dns.RegistrableDomain;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/**
 * What all links share: their number, the searches that are under way, the bytes that wait. Of each one account here, and one
 * registrable domain elsewhere, can hold a sixteenth. Thread-safe.
 */
final class Shares {
    private static final int MAX_LINKS = 20_000;
    private static final int MAX_SEARCHES = 500;
    private static final int PARTS = 16;

    private final Predicate<Jid> programs;
    private final Quota links = new Quota(MAX_LINKS, MAX_LINKS / PARTS);
    private final Quota searches = new Quota(MAX_SEARCHES, MAX_SEARCHES / PARTS);
    private final Quota bytes;
    private volatile boolean crowded;

    /** @param programs whose addresses are no account's, as the bot's: they write for many */
    Shares(Bounds bounds, Predicate<Jid> programs) {
        this.programs = programs;
        long all = bounds.allWaitingBytes();
        this.bytes = new Quota(all, Math.max(all / PARTS, bounds.waitingBytes()));
    }

    /** For whom a stanza counts: the domain that it is for, and the account that it is from. Nobody chooses to send an answer. */
    List<String> holders(Element stanza, String domain) {
        List<String> holders = new ArrayList<>(holders(domain));
        String type = stanza.attr("type").orElse("");
        if (!type.equals("error") && !type.equals("result")) {
            stanza.attr("from")
                    .flatMap(Jid::parse)
                    .filter(from -> !from.isDomain() && !programs.test(from))
                    .ifPresent(from -> holders.add(from.bare().toString()));
        }
        return List.copyOf(holders);
    }

    /** For whom something counts that no account has asked for. */
    List<String> holders(String domain) {
        return List.of(RegistrableDomain.of(domain));
    }

    private static String because(String words, String greedy) {
        return words + (greedy.equals(Quota.ALL) ? "" : "; " + greedy + " has its share");
    }

    // links

    /** Makes room for one more link; if there is none, says why. */
    Optional<String> enter(List<String> holders) {
        return links.take(holders, 1).map(greedy -> because("Too many other servers are met already", greedy));
    }

    /** A link has left. */
    void leave(List<String> holders) {
        links.give(holders, 1);
    }

    // bytes

    /** Makes room for a stanza; if there is none, says why. */
    Optional<String> load(List<String> holders, int weight) {
        return bytes.take(holders, weight).map(greedy -> because("Too much waits for other servers already", greedy));
    }

    /** A stanza waits no more. */
    void unload(List<String> holders, int weight) {
        bytes.give(holders, weight);
    }

    // turns to search

    /**
     * A turn to search, for the first of some who can have one; running what is returned ends it.
     *
     * @param seekers each of them wants the search
     * @param otherwise is told why if there is no turn for any
     */
    Optional<Runnable> turn(List<List<String>> seekers, Consumer<String> otherwise) {
        String greedy = Quota.ALL;
        for (List<String> seeker : seekers) {
            Optional<String> refusal = searches.take(seeker, 1);
            if (refusal.isEmpty()) {
                return Optional.of(() -> searches.give(seeker, 1));
            }
            greedy = refusal.get();
        }
        crowded |= greedy.equals(Quota.ALL);
        otherwise.accept(because("Too many other servers are being looked for", greedy));
        return Optional.empty();
    }

    /** How many searches the greediest of some holders has. */
    long searches(List<String> holders) {
        return holders.stream().mapToLong(searches::held).max().orElse(0);
    }

    /** Whether some wait for a turn because there are too many searches altogether: who comes now has to wait with them. */
    boolean isCrowded() {
        return crowded;
    }

    /** All who wait are asked now, in a fair order. */
    void round() {
        crowded = false;
    }
}
