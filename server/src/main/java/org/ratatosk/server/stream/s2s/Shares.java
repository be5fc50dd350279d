package org.ratatosk.server.stream.s2s;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * For whom a stanza counts: the domain that it is for, and the account that it is from. Answers have a share of their own: others can
     * ask for any number, and nobody shall say anything they like under the name of an answer.
     */
    List<String> holders(Element stanza, String domain) {
        List<String> holders = new ArrayList<>(holders(domain));
        String type = stanza.attr("type").orElse("");
        String kind = type.equals("error") || type.equals("result") ? " answers" : "";
        stanza.attr("from")
                .flatMap(Jid::parse)
                .filter(from -> !from.isDomain() && !programs.test(from))
                .ifPresent(from -> holders.add(from.bare() + kind));
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
     * @param otherwise is told who has too many already if there is no turn for any
     */
    Optional<Runnable> turn(List<List<String>> seekers, Consumer<Set<String>> otherwise) {
        Set<String> greedy = new HashSet<>();
        for (List<String> seeker : seekers) {
            Optional<String> refusal = searches.take(seeker, 1);
            if (refusal.isEmpty()) {
                return Optional.of(() -> searches.give(seeker, 1));
            }
            greedy.add(refusal.get());
        }
        crowded |= greedy.contains(Quota.ALL);
        otherwise.accept(Set.copyOf(greedy));
        return Optional.empty();
    }

    /** Why there was no turn, for one of those who wanted it: of those who have too many, nobody else is named. */
    static String noTurn(Set<String> greedy, List<String> seeker) {
        String own = seeker.stream().filter(greedy::contains).findFirst().orElse(Quota.ALL);
        return because("Too many other servers are being looked for", own);
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
