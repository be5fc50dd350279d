package org.ratatosk.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.remote.SiteKey;

/**
 * What the console can have looked at around the server, as {@code check} has in the terminal. Thread-safe.
 */
public interface Lookout {
    /**
     * What was found.
     *
     * @param mark how it is
     * @param words one sentence
     * @param advice what to do, possibly several lines; empty if nothing is to be done
     */
    record Finding(Mark mark, String words, String advice) {
        /** How it is. */
        public enum Mark {
            GOOD,
            NOTE,
            /** It could not be found out. */
            OPEN,
            BAD
        }
    }

    /**
     * The website that the settings name.
     *
     * @param url where it answers
     * @param key the id of the key that it shares with us
     */
    record Website(String url, String key) {}

    /**
     * How the world finds the server.
     *
     * @param domains whether clients and servers find the domains
     * @param certificates whether they believe whom they have found
     * @param at when that was looked at
     */
    record World(List<Finding> domains, List<Finding> certificates, Instant at) {
        /** Copies the lists. */
        public World {
            domains = List.copyOf(domains);
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * How the world finds the server. It is looked at in the background, by one at a time, when what is known is not fresh.
     *
     * @param patience how long to wait for that
     * @return the newest that is known by then; empty before the first look has ended
     */
    Optional<World> world(Duration patience);

    /** The website that the settings name; empty if posts live in the built-in journal. */
    Optional<Website> website();

    /** Asks a website by the contract, with a key, whether it is there. It may take as long as one that does not answer. */
    Finding ask(String url, SiteKey key);

    /** The name of the file with the settings. */
    String settings();
}
