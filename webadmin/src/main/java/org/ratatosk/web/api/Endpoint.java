package org.ratatosk.web.api;

import java.util.Map;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.page.Answer;

/**
 * Something that programs of the site ask with a key: a file, its test, one line in the list of endpoints. Called after the
 * signature was checked. May block. Thread-safe.
 */
public interface Endpoint {
    /** Where it stands, as in {@code /api/v1/events}; a segment in braces, as in {@code {name}}, stands for any. */
    String path();

    /** As in {@code POST}. */
    String method();

    /** What a key has to allow. */
    SiteKeys.Scope scope();

    /** Whether the body alone is signed, as plain Standard Webhooks do, and not the method and target besides. */
    default boolean signsBodyOnly() {
        return false;
    }

    /** Whether anybody may ask, without a key. */
    default boolean isOpen() {
        return false;
    }

    /**
     * Does what is asked; what it throws is answered as a problem.
     *
     * @param parts what stands in the path for the segments in braces; of what is open, the query too
     */
    Answer take(Map<String, String> parts, String body);
}
