package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a server without stream management and may not have been read: streams are read in order, so the answer to a ping
 * says that everything before it was. One ping is on its way at a time. A server that answers none, against RFC 6120 section 8.2.3,
 * is sent stanzas all the same; unless it has ever answered one, what has been written to it counts as read. Confined to the lock of its link.
 */
final class Barrier {
    private final Set<Parcel> before = new LinkedHashSet<>();
    private final Set<Parcel> after = new LinkedHashSet<>();
    private @Nullable String ping;
    private @Nullable Instant asked;
    private boolean answers;
    private boolean mute;

    /** A stanza is sent; the next ping will tell of it. */
    void sent(Parcel parcel) {
        after.add(parcel);
    }

    /** Whether there is something to ask for, and no answer to wait for first. */
    boolean isDue() {
        return ping == null && !after.isEmpty();
    }

    /** A ping follows what was sent. */
    void asked(String id) {
        ping = id;
        before.addAll(after);
        after.clear();
    }

    /** A ping has left: from now on its answer is waited for. */
    void askingLeft(String id, Instant now) {
        if (id.equals(ping) && !mute) {
            asked = now;
        }
    }

    /** Something else has left: a server that reads, and answers in general, has longer to do so. */
    void left(Instant now) {
        if (asked != null && answers) {
            asked = now;
        }
    }

    /** The ping was answered; returns what was sent before it. */
    List<Parcel> answered() {
        List<Parcel> read = List.copyOf(before);
        before.clear();
        ping = null;
        asked = null;
        answers = true;
        mute = false;
        return read;
    }

    /** Whether an answer has been waited for so long. */
    boolean hasWaited(Duration time, Instant now) {
        return asked != null && !now.isBefore(asked.plus(time));
    }

    /** Whether a ping was ever answered, be it on an earlier stream. */
    boolean answers() {
        return answers;
    }

    /** Whether the other server has left a ping without an answer, and answered none since. */
    boolean isMute() {
        return mute;
    }

    /** No answer is waited for any more, though one may come; returns what it was wanted for. */
    List<Parcel> giveUp() {
        mute = true;
        asked = null;
        List<Parcel> unread = new ArrayList<>(before);
        unread.addAll(after);
        before.clear();
        after.clear();
        return unread;
    }

    /** The stream is gone; returns the id of the ping that nobody answers any more, or {@code null}. */
    @Nullable
    String reset() {
        String unanswered = ping;
        ping = null;
        asked = null;
        mute = false;
        before.clear();
        after.clear();
        return unanswered;
    }
}
