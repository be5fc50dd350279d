package org.ratatosk.bridge.config;

import java.time.Duration;

/**
 * Where a site's CMS is, if it is not the own journal. Immutable; never shows its key.
 *
 * @param adapter the name of its kind, one of the visible list
 * @param url the address at which the adapter speaks to it, without a slash at the end
 * @param key the key that it shares with us, possibly empty
 * @param every how often it is asked for news when it does not tell of them itself
 * @param allowPrivate whether it may be at a private or loopback address
 * @param accounts who knows the members' passwords
 */
public record CmsConfig(
        String adapter, String url, String key, Duration every, boolean allowPrivate, Accounts accounts) {
    /** Who knows the members' passwords. */
    public enum Accounts {
        /** This server alone. */
        OWN,
        /** The CMS too: it is asked at each login. */
        CMS
    }

    @Override
    public String toString() {
        return "CmsConfig[" + adapter + " at " + url + "]";
    }
}
