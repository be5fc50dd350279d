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
 */
public record CmsConfig(String adapter, String url, String key, Duration every, boolean allowPrivate) {
    @Override
    public String toString() {
        return "CmsConfig[" + adapter + " at " + url + "]";
    }
}
