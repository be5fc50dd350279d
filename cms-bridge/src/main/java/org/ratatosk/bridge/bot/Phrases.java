package org.ratatosk.bridge.bot;

import java.time.Duration;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;

/**
 * What the bot says of its own accord. Immutable.
 *
 * @param siteName the site's name
 * @param siteUrl the address of the site's pages
 * @param bot the bot's address
 */
record Phrases(String siteName, String siteUrl, Jid bot) {
    String encrypted() {
        return "I cannot read this: it is encrypted, and I have no keys. Nothing was done with it. Please switch encryption (OMEMO,"
                + " OpenPGP or OTR) off for the chat with me and send it again. In Conversations: open this chat, tap the"
                + " padlock, choose \"Unencrypted\". In Gajim: the padlock beside the text field, \"Disabled\". In Dino:"
                + " the padlock, \"Unencrypted\". In Profanity: /omemo end, /otr end or /pgp end. The way to the server stays"
                + " encrypted by TLS.";
    }

    String nothingMade() {
        return "I know of no post or comment that this message made, so there was nothing to take back.";
    }

    String madeIsGone() {
        return "What this message made is not on the site any more. Nothing was done.";
    }

    String staysAPost(long number) {
        return "Your message made post #" + number
                + ". To change it, let the corrected message begin with \"post\", too; to take it"
                + " away, write \"delete #" + number + "\". Nothing was done.";
    }

    String staysAComment(long number) {
        return "Your message made comment #" + number
                + ", and what you corrected it to is a command. Send that as a message of its"
                + " own; to take the comment away, write \"delete #" + number + "\". Nothing was done.";
    }

    String notHere(String word) {
        return "\"" + word + "\" is not possible here. Nothing was done.";
    }

    String staysInItsPlace(long number) {
        return "Comment #" + number + " cannot go to another place. Take it away with \"delete #" + number
                + "\" and write it there. Nothing was done.";
    }

    String onlyLikes(String reactions) {
        return "I keep what people like, and " + reactions + " is not that. Nothing was done.";
    }

    String waits(Duration time) {
        return "That was too fast for the website. It takes yours in " + Math.max(1, time.toSeconds())
                + " seconds; I wait, and tell you then.";
    }

    String fromRoom() {
        return "I take no words from inside a room, since nobody can know there who you are. Write to me directly: "
                + bot;
    }

    String full() {
        return "There is no room left on the site's disk, so nothing was done. Whoever runs " + siteName
                + " has to make room. Please try again later.";
    }

    String unsafe() {
        return "What you said could not be written to disk safely. Please look whether it was done before you say it again: "
                + siteUrl + "/";
    }

    String apology() {
        return "Something went wrong at " + siteName
                + " and was written to its log. Please look there whether it was done" + " before you say it again: "
                + siteUrl + "/";
    }

    String greeting(Optional<Command.Caller> caller) {
        return "Hello" + caller.map(c -> ", " + c.member().displayName()).orElse("") + "! I am the squirrel of "
                + siteName + ". Write \"help\" to hear what I can do.";
    }

    String unknown(String text, Optional<Command.Caller> caller) {
        String start = text.codePoints()
                .limit(24)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("\\s+", " ");
        String cut = start.length() < text.length() ? start + "…" : start;
        return "I do not know what \"" + cut + "\" means, and nothing was posted. "
                + (caller.isPresent() ? "To post, begin with \"post: \". " : "") + "For all I can do, write \"help\".";
    }

    String unknownAnswer() {
        return "I cannot tell which post or comment you answer. Answer one of my alerts, or write: reply #NUMBER TEXT";
    }

    String stranger(Jid sender) {
        return "I do not know who " + sender + " is, so I cannot do that. If you have an account at " + siteName
                + ", write to me from there: link " + sender
                + "\nand send me the code that you get from this address. You can"
                + " also ask for the code on " + siteUrl + "/";
    }

    /** The beginning of a text on one line. */
    static String excerpt(String text, int most) {
        String flat = text.strip().replaceAll("\\s+", " ");
        return flat.codePointCount(0, flat.length()) <= most
                ? flat
                : flat.substring(0, flat.offsetByCodePoints(0, most)) + "…";
    }

    String busy() {
        return "Too many of your messages wait for me. This one was not taken: please send it again in a minute.";
    }
}
