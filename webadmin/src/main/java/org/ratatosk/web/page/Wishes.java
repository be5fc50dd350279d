package org.ratatosk.web.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.cms.Links;

/** Subscriptions in words. Immutable. */
public final class Wishes {
    private Wishes() {}

    /** Something that one can hear of, as a line in a form. */
    public record Option(String name, String words) {}

    /** All that one can hear of. */
    static List<Option> options() {
        return Arrays.stream(Target.values())
                .map(target -> new Option(
                        name(target),
                        capital(target.describe(target.argument() == Target.Argument.MEMBER_AND_TAG ? "… …" : "…"))))
                .toList();
    }

    private static String name(Target target) {
        return target.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was chosen in the form, by the name of its option. */
    static Optional<Target> target(String name) {
        return Arrays.stream(Target.values())
                .filter(target -> name(target).equals(name))
                .findFirst();
    }

    /** What one hears of. */
    static String words(Subscription one) {
        return capital(one.target().describe(one.value()));
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Where that is on the site, if it is one page. */
    static @Nullable String link(Subscription one) {
        return switch (one.target()) {
            case MEMBER, JOURNAL_COMMENTS -> Links.journalPath(one.value());
            case POST -> Numbers.positive(one.value()).isPresent() ? "/posts/" + one.value() : null;
            default -> null;
        };
    }
}
