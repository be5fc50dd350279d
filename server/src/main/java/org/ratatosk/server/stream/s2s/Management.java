package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.stream.StreamManagement;
import org.ratatosk.server.xml.Element;

/**
 * Stream management as the side that has connected asks for it (XEP-0198 sections 3 and 5): what an earlier stream left goes on, or
 * counting begins anew. Loop-confined.
 */
final class Management {
    private final OutgoingStream stream;
    private final Goal goal;
    private @Nullable Runnable ready;
    private @Nullable ServerConnection resuming;

    Management(OutgoingStream stream, Goal goal) {
        this.stream = stream;
        this.goal = goal;
    }

    /** Begins, if the other server has that; {@code then} runs when stanzas can be sent. */
    void begin(Element features, Runnable then) {
        ready = then;
        Optional<ServerConnection> old = goal.resumable();
        if (features.child(StreamManagement.NS, "sm").isEmpty()) {
            old.ifPresent(ServerConnection::abandon);
            done();
        } else if (old.isPresent() && !old.get().resumptionId().isEmpty()) {
            old.get().release().thenRun(() -> stream.inLoop(() -> resume(old.get())));
        } else {
            old.ifPresent(ServerConnection::abandon);
            enable();
        }
    }

    private void resume(ServerConnection old) {
        resuming = old;
        stream.write(Element.builder(StreamManagement.NS, "resume")
                .attr("previd", old.resumptionId())
                .attr("h", old.handled())
                .build());
    }

    private void enable() {
        stream.write(Element.builder(StreamManagement.NS, "enable")
                .attr("resume", "true")
                .build());
    }

    private void done() {
        Runnable then = ready;
        ready = null;
        if (then != null) {
            then.run();
        }
    }

    /** Handles an answer; {@code false} if the element is none that is waited for. */
    boolean handle(Element element) {
        if (!element.ns().equals(StreamManagement.NS) || ready == null) {
            return false;
        }
        switch (element.local()) {
            case "enabled" -> enabled(element);
            case "resumed" -> resumed(element);
            case "failed" -> failed(element);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void enabled(Element answer) {
        if (resuming != null) {
            throw ServerStream.unsupported(answer);
        }
        String id = answer.attr("id").orElse("");
        boolean resumable = !id.isEmpty()
                && answer.attr("resume")
                        .filter(r -> r.equals("true") || r.equals("1"))
                        .isPresent();
        ServerConnection connection = stream.connection();
        Duration longest = stream.parts.config().bounds().waitingTime();
        Duration theirs = count(answer, "max").map(Duration::ofSeconds).orElse(null);
        connection.resumableAs(resumable ? id : "");
        connection.managedByPeer(resumable ? shorter(theirs, longest) : null);
        done();
    }

    private static Duration shorter(@Nullable Duration theirs, Duration ours) {
        return theirs != null && theirs.compareTo(ours) < 0 ? theirs : ours;
    }

    private void resumed(Element answer) {
        ServerConnection old = resuming;
        resuming = null;
        if (old == null
                || !answer.attr("previd").orElse("").equals(old.resumptionId())
                || !old.acknowledge(count(answer, "h").orElse(-1L))) {
            throw ServerStream.unsupported(answer);
        }
        if (old.resume(stream, null)) {
            done();
        } else {
            throw ServerStream.unsupported(answer);
        }
    }

    /** What the other server says it has got is not sent again. */
    private void failed(Element answer) {
        ServerConnection old = resuming;
        resuming = null;
        if (old == null) {
            done();
        } else {
            count(answer, "h").ifPresent(old::acknowledge);
            old.abandon();
            enable();
        }
    }

    private static Optional<Long> count(Element element, String attribute) {
        return element.attr(attribute)
                .filter(text -> text.matches("[0-9]{1,10}"))
                .map(Long::valueOf)
                .filter(h -> h <= 0xFFFFFFFFL);
    }
}
