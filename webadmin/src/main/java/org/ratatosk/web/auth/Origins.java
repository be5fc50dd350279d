package org.ratatosk.web.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out whether a form was sent by a page of ours, from what browsers say themselves. Immutable. */
public final class Origins {
    private Origins() {}

    /**
     * Whether the headers speak against it. Browsers that say nothing pass here; the form's token decides then.
     *
     * @param fetchSite the Sec-Fetch-Site header, or {@code null}
     * @param origin the Origin header, or {@code null}
     * @param authority host and port that were asked for, as the Host header has them
     */
    public static boolean foreign(
            @Nullable String fetchSite, @Nullable String origin, boolean secure, String authority) {
        if (fetchSite != null) {
            return !fetchSite.equals("same-origin");
        }
        // pages that send no Referer have the origin "null"
        if (origin == null || origin.equals("null")) {
            return false;
        }
        String own = (secure ? "https://" : "http://") + authority.toLowerCase(Locale.ROOT);
        return !origin.toLowerCase(Locale.ROOT).equals(own);
    }
}
