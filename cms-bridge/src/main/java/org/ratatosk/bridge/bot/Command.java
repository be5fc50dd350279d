package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/**
 * Something that people can tell the bot to do, in words. One file each, one line in {@code Commands}. Called on the bot's pool,
 * in order per sender; may block.
 */
public interface Command {
    /** Who may use a command. */
    enum Access {
        /** Whoever writes to the bot. */
        ANYBODY,
        /** Members, from home or from a proved address. */
        MEMBER
    }

    /**
     * A command as it came.
     *
     * @param sender the bare address that it came from
     * @param caller the member and what the address may do, or {@code null} for an address that belongs to nobody
     * @param args what follows the command's name, stripped, possibly several lines
     * @param key names this request: the same one twice takes effect once
     * @param proof what proved that it is from there
     * @param answers the number of the post or comment that the message answers (XEP-0461), if it does
     */
    record Request(Jid sender, @Nullable Caller caller, String args, String key, Proof proof, OptionalLong answers) {
        /** The caller, if the address belongs to a member. */
        public Optional<Caller> member() {
            return Optional.ofNullable(caller);
        }
    }

    /**
     * A member at an address.
     *
     * @param member who
     * @param address from where
     * @param rights what may be done from there; everything at home
     * @param home whether the address is the member's own account
     */
    record Caller(Member member, Jid address, java.util.Set<Identity.Right> rights, boolean home) {}

    /** The words by which it is called, the first being its name. */
    List<String> names();

    /** Who may use it. */
    Access access();

    /** How to write it, as in {@code reply #NUMBER TEXT}. */
    String usage();

    /** One sentence on what it does. */
    String summary();

    /** More lines for {@code help COMMAND}; possibly empty. */
    default String details() {
        return "";
    }

    /**
     * Whether a line that answers an alert and begins with this command's name is meant as the command; otherwise it is a comment
     * that happens to begin with that word. By default, when nothing follows, or a {@code #number}.
     */
    default boolean meantInAnswer(CommandLine line) {
        return line.args().isEmpty() || line.args().matches("(?s)#\\d.*");
    }

    /**
     * Whether it makes something that must not be made twice. The same message again (same sender, id and words within seven
     * days) then gets the first answer again.
     */
    default boolean once() {
        return false;
    }

    /**
     * Does it and returns the answer in words. A {@link org.ratatosk.bridge.cms.CmsException} is answered with its message; any
     * other exception with an apology, and is logged.
     */
    String run(Request request);
}
