package org.ratatosk.web.page;

/** Takes the two buttons under a held comment. Immutable. */
final class Moderation {
    private Moderation() {}

    /** Shows or rejects the comment of a form, and returns the word for what was done. */
    static String take(Site site, Call call) {
        long comment = call.form().number("comment").orElseThrow(() -> new Refusal(400, "Which comment?"));
        boolean show = switch (call.form().text("action")) {
            case "show" -> true;
            case "reject" -> false;
            default -> throw Refusal.unknown();
        };
        site.bridge().moderate(call.requireVisitor().name(), comment, show);
        return show ? "shown" : "rejected";
    }
}
