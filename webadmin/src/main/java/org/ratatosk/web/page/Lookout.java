package org.ratatosk.web.page;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.remote.SiteKey;

/**
 * What the console can have looked at around the server, as {@code check} has in the terminal. A call may take as long as a DNS or a website that does not
 * answer. Thread-safe.
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

    /** Whether clients and servers find the domains. */
    List<Finding> domains();

    /** Whether they believe whom they have found. */
    List<Finding> certificates();

    /** The website that the settings name; empty if posts live in the built-in journal. */
    Optional<Website> website();

    /** Asks a website by the contract, with a key, whether it is there. */
    Finding ask(String url, SiteKey key);

    /** The name of the file with the settings. */
    String settings();
}
