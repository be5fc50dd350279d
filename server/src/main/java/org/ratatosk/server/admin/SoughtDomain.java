package org.ratatosk.server.admin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.server.jid.Jid;

/**
 * The domain that somebody means who asks for a test of it, and who may have copied an address, an {@code xmpp:} URI (RFC 5122) or the URL of
 * a website. Immutable.
 *
 * @param domain prepared
 * @param note a sentence that says what was left out; empty if nothing was
 */
public record SoughtDomain(String domain, String note) {
    private static final Pattern FORM = Pattern.compile(
            "(?i:(?:xmpp:|https?:)(?://)?)?(?:[^\\s@/?#]*@)?(?<domain>\\[[0-9a-f:.]+]|[^\\s@/?#:\\[\\]]+)(?::\\d{1,5})?(?:[/?#].*)?");
    private static final int MAX_SHOWN = 80;

    /** Reads what somebody has written; empty if there is no domain in it. */
    public static Optional<SoughtDomain> of(String text) {
        String written = text.strip();
        Matcher form = FORM.matcher(written);
        return form.matches() ? of(written, form.group("domain")) : Optional.empty();
    }

    private static Optional<SoughtDomain> of(String written, String part) {
        String shown = written.length() > MAX_SHOWN ? written.substring(0, MAX_SHOWN) + "…" : written;
        return Jid.parse(part)
                .filter(Jid::isDomain)
                .map(Jid::domain)
                .map(domain -> new SoughtDomain(
                        domain,
                        written.equals(part) ? "" : "Of \"" + shown + "\" only the domain " + domain + " is tested."));
    }
}
