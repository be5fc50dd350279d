package org.ratatosk.trials.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What must become of each test of a suite: it passes, or it is known why it cannot. A test that passed once may not fail again; one
 * that is known to have a race of its own may be run once more, by itself. Immutable.
 *
 * @param name of the file that it was read from
 * @param expected by test: why it cannot pass, or empty if it must
 * @param races those that must pass and have a race, and which
 */
record Floor(String name, Map<String, String> expected, Map<String, String> races) {
    private static final String PASSES = "passes ";
    private static final String RACES = "races ";
    private static final String CANNOT = "cannot ";

    /** What a run says about the floor: what sank, for which the run fails, and what could be raised. */
    record Judgement(List<String> sunk, List<String> risen) {}

    /** Reads a resource beside this class, whose lines are {@code passes TEST}, {@code races TEST: REASON} or {@code cannot TEST: REASON}. */
    static Floor read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Floor.class.getResourceAsStream(name), name)) {
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static Floor parse(String name, String text) {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> races = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(PASSES)) {
                expected.put(line.substring(PASSES.length()), "");
            } else if (line.matches(CANNOT + "\\S+: .+")) {
                expected.put(test(CANNOT, line), reason(line));
            } else if (line.matches(RACES + "\\S+: .+")) {
                expected.put(test(RACES, line), "");
                races.put(test(RACES, line), reason(line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(name + " has a line that says nothing: " + line);
            }
        }
        return new Floor(name, expected, races);
    }

    private static String test(String kind, String line) {
        return line.substring(kind.length(), line.indexOf(": "));
    }

    private static String reason(String line) {
        return line.substring(line.indexOf(": ") + 2);
    }

    /** Whether a test has to pass. */
    boolean demands(String test) {
        return "".equals(expected.get(test));
    }

    /** Why a test cannot pass; empty if it should, or if nothing is known of it. */
    String excuse(String test) {
        return expected.getOrDefault(test, "");
    }

    /** Whether a test that has not passed is run once more, by itself. */
    boolean forgives(String test) {
        return races.containsKey(test);
    }

    /** Compares a run with it. */
    Judgement judge(Collection<Outcome> outcomes) {
        Map<String, Outcome> came = new TreeMap<>();
        outcomes.forEach(one -> came.put(one.test(), one));
        List<String> sunk = new ArrayList<>();
        List<String> risen = new ArrayList<>();
        for (String test : expected.keySet()) {
            Outcome outcome = came.get(test);
            if (outcome == null) {
                sunk.add(
                        test + (demands(test) ? " was not run" : " stands in " + name + ", and there is no such test"));
            } else if (demands(test) && !outcome.passed()) {
                sunk.add(test + " " + outcome.how() + ": " + outcome.reason());
            }
        }
        for (Outcome outcome : came.values()) {
            if (outcome.passed() && !demands(outcome.test())) {
                risen.add(PASSES + outcome.test());
            } else if (!outcome.passed() && !expected.containsKey(outcome.test())) {
                sunk.add(outcome.test() + " stands not in " + name + " and " + outcome.how() + ": " + outcome.reason());
            }
        }
        return new Judgement(sunk, risen);
    }
}
