package org.ratatosk.web.page;

import org.ratatosk.web.auth.Access;

/**
 * Something that the web serves: a file, its template, its test, one line in {@code Pages}. Called after the gate has judged
 * {@link #access()} and, for a posted form, its token. May block. Thread-safe.
 */
public interface Page {
    /**
     * Where it stands, as in {@code /posts/{number}}. A variable part is within one segment, may have text before it, and matches
     * one or more characters.
     */
    String path();

    /** Who may use it. */
    Access access();

    /** Shows it; changes nothing. */
    Answer get(Call call);
}
