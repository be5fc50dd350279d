package org.ratatosk.web.page;

import java.util.Map;

/** What is shown when a page cannot be: a sentence, and the way back. Immutable. */
public final class ErrorPage {
    private final Site site;

    /** For this site. */
    public ErrorPage(Site site) {
        this.site = site;
    }

    /** Shows a sentence with a status. */
    public Answer show(Call call, int status, String sentence) {
        String title = switch (status) {
            case 403 -> "Not for you";
            case 404 -> "Nothing here";
            case 429 -> "Too often";
            default -> status >= 500 ? "Something broke" : "That did not work";
        };
        Map<String, Object> model = Map.of("status", status, "sentence", sentence);
        return Answer.html(status, site.render(call, "ErrorPage.ftlh", title, model));
    }
}
