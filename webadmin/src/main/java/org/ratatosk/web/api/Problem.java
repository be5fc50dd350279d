package org.ratatosk.web.api;

import org.ratatosk.bridge.remote.Json;
import org.ratatosk.web.page.Answer;

/** Answers for programs: JSON, and what went wrong as RFC 9457 has it. */
public final class Problem {
    private Problem() {}

    /** What went wrong, in a sentence for people. */
    public static Answer of(int status, String title, String detail) {
        String json = Json.object()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .toString();
        return Answer.text(status, "application/problem+json", json);
    }
}
