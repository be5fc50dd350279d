package org.ratatosk.web.page;

import java.util.List;

/**
 * What was found, as shown. Immutable.
 *
 * @param mark {@code good}, {@code warn} or {@code bad}
 */
public record Found(String mark, String words, String advice) {
    static Found of(Lookout.Finding finding) {
        String mark = switch (finding.mark()) {
            case GOOD -> "good";
            case NOTE, OPEN -> "warn";
            case BAD -> "bad";
        };
        return new Found(mark, finding.words(), finding.advice());
    }

    static List<Found> of(List<Lookout.Finding> findings) {
        return findings.stream().map(Found::of).toList();
    }
}
