package org.ratatosk.app.config;

import java.util.List;

/** The configuration cannot be used; all that is wrong with it, each with file and line where they are known. */
public final class ConfigProblems extends Exception {
    private static final long serialVersionUID = 1L;
    private final List<String> problems;

    /** @param problems at least one, as in {@code etc/ratatosk.conf:12: unknown setting "domain"} */
    public ConfigProblems(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in order of lines. */
    public List<String> problems() {
        return problems;
    }
}
