package org.ratatosk.bridge.alerts;

import java.time.Instant;
import java.util.function.Function;

/** Who finds out what became of news. May block. Thread-safe. */
public interface Tracing {
    /**
     * Why a person did, or did not, get the news of a post or comment.
     *
     * @param who a member's name or an address
     * @param times writes a time in the sentence
     * @throws org.ratatosk.bridge.cms.CmsException if there is no such person
     */
    Trace trace(String who, long number, Function<Instant, String> times);
}
