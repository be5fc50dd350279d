package org.ratatosk.bridge.remote;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.server.http.Reply;

/** Links in the headers of an answer (RFC 8288). */
final class HeaderLinks {
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern REL = Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))");

    private HeaderLinks() {}

    /** The first link of a relation that leads into the web. */
    static Optional<URI> find(Reply reply, String relation) {
        for (String header : reply.headers().getOrDefault("link", List.of())) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                Optional<URI> to =
                        is(link.group(2), relation) ? resolved(reply.uri(), link.group(1)) : Optional.empty();
                if (to.isPresent()) {
                    return to;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean is(String parameters, String relation) {
        Matcher rel = REL.matcher(parameters);
        if (!rel.find()) {
            return false;
        }
        String names = rel.group(1) == null ? rel.group(2) : rel.group(1);
        return Arrays.asList(names.toLowerCase(Locale.ROOT).split("\\s+", -1)).contains(relation);
    }

    private static Optional<URI> resolved(URI base, String link) {
        try {
            return Optional.of(base.resolve(link.strip())).filter(FeedReader::isWeb);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
