package org.ratatosk.bridge.cms;

import org.ratatosk.bridge.config.Limits;

/** How much of each thing a post or comment may have. Immutable. */
final class Drafts {
    private final Limits limits;

    Drafts(Limits limits) {
        this.limits = limits;
    }

    void check(PostDraft draft) {
        if (draft.text().isBlank()) {
            throw new CmsException("There is no text to post.", false);
        }
        bounded("text", draft.text(), limits.post());
        bounded("subject", draft.title(), limits.title());
        bounded("mood", draft.mood(), limits.mood());
        if (draft.tags().size() > limits.tags()) {
            throw new CmsException(
                    "A post has at most " + limits.tags() + " tags, yours has "
                            + draft.tags().size() + ". Nothing was posted.",
                    false);
        }
        draft.tags().forEach(tag -> bounded("tag \"" + tag + "\"", tag, limits.tag()));
    }

    void checkComment(String text) {
        if (text.isBlank()) {
            throw new CmsException("The comment is empty.", false);
        }
        bounded("comment", text, limits.comment());
    }

    static void bounded(String what, String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw new CmsException(
                    "The " + what + " is too long: " + length + " characters, of which " + most
                            + " are allowed. Nothing was done.",
                    false);
        }
    }
}
