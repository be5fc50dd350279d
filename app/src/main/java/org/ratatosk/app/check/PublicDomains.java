package org.ratatosk.app.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ratatosk.app.config.AppConfig;

/** Which domains the world may want to find. Immutable. */
final class PublicDomains {
    private PublicDomains() {}

    /** Those that servers of others meet: the hosted ones, and those of components. */
    static List<String> met(AppConfig config) {
        if (!config.server().federation().enabled()) {
            return List.of();
        }
        return Stream.concat(
                        config.server().domains().stream(), config.server().components().domains().keySet().stream())
                .filter(domain -> !isLocal(domain))
                .toList();
    }

    /** Names that the DNS never has (RFC 6761), and numbers. */
    static boolean isLocal(String domain) {
        String last = domain.substring(domain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return domain.startsWith("[")
                || List.of("localhost", "test", "invalid", "local", "example").contains(last)
                || last.chars().allMatch(Character::isDigit);
    }
}
