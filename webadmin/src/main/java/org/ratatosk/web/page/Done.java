package org.ratatosk.web.page;

import java.util.Map;
import java.util.Optional;

/** What was done, said once on the page that follows a form; the address carries a word, never a sentence. Immutable. */
final class Done {
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("saved", "Saved."),
            Map.entry(
                    "password",
                    "The password is changed. Everything else that was logged in with it has been logged out."),
            Map.entry("unlinked", "The address is no longer yours here."),
            Map.entry("subscribed", "You will hear of it."),
            Map.entry("unsubscribed", "You will not hear of it any more."),
            Map.entry("resumed", "Alerts go there again."),
            Map.entry("mail-ask", "A code is on its way to that address. Enter it below."),
            Map.entry("mail-prove", "The address is proved. What cannot reach you by Jabber goes there."),
            Map.entry("mail-away", "Saved."),
            Map.entry("mail-off", "No e-mail goes to you any more."),
            Map.entry("shown", "The comment is shown."),
            Map.entry("rejected", "The comment is rejected."),
            Map.entry("logged-out", "You are logged out."),
            Map.entry("disabled", "The account is disabled and its sessions have ended."),
            Map.entry("enabled", "The account can log in again."),
            Map.entry("deleted", "The account is deleted, with all that hung on it."),
            Map.entry("role", "The role is changed."),
            Map.entry("kicked", "The session has ended."),
            Map.entry("closed", "Its connections are closed; what waited has come back to its senders."),
            Map.entry(
                    "component",
                    "Its connections are closed; what waited has come back to its senders. It may connect anew."),
            Map.entry("rule", "From now on that holds. Open connections with the domain are closed."),
            Map.entry("gone", "That session had ended already."),
            Map.entry("revoked", "The key opens nothing any more."),
            Map.entry("device", "The app password is revoked, and its device is logged out."),
            Map.entry("retried", "It is tried again now."));

    private Done() {}

    /** The sentence of a word, if it is known. */
    static Optional<String> sentence(String word) {
        return Optional.ofNullable(SENTENCES.get(word));
    }

    /** A path that says it. */
    static Answer then(String path, String word) {
        return Answer.seeOther(path + (path.indexOf('?') < 0 ? "?" : "&") + "done=" + word);
    }
}
