package org.ratatosk.web.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.UUID;
import org.ratatosk.bridge.alerts.Notices;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.web.page.Answer;
import tools.jackson.databind.JsonNode;

/** What notifications and announcements have in common. Immutable. */
final class NoticeBody {
    private static final int LONGEST_KEY = 200;

    private NoticeBody() {}

    /** What is wrong with one. */
    static Optional<Answer> problem(JsonNode body) {
        Notices.Words words = words(body);
        if (words.title().isBlank() && words.text().isBlank()) {
            return Optional.of(
                    Problem.of(422, "Nothing to tell", "There is neither a title nor an abstract nor content."));
        }
        if (!Json.text(body, "link").isEmpty() && !isLink(Json.text(body, "link"))) {
            return Optional.of(
                    Problem.of(422, "No link", "The link has to be an address that begins with https:// or http://."));
        }
        return Json.text(body, "key").length() <= LONGEST_KEY
                ? Optional.empty()
                : Optional.of(Problem.of(422, "Long key", "The key has " + LONGEST_KEY + " characters at most."));
    }

    private static boolean isLink(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The words; the short ones win over the long ones. */
    static Notices.Words words(JsonNode body) {
        String abbreviated = Json.text(body, "abstract").strip();
        return new Notices.Words(
                Json.text(body, "title").strip(),
                abbreviated.isEmpty() ? Json.text(body, "content").strip() : abbreviated,
                Json.text(body, "link"),
                Json.text(body, "action"));
    }

    /** What names it; without a key it is another one each time. */
    static String key(JsonNode body) {
        String key = Json.text(body, "key");
        return key.isEmpty() ? UUID.randomUUID().toString() : key;
    }

    /** What it was made as. */
    static Answer made(long number) {
        return Answer.text(
                202, "application/json", Json.object().put("number", number).toString());
    }
}
