package org.ratatosk.server.stream;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Nonza;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/**
 * XEP-0198: clients acknowledge what they get and are told what was handled, and a client whose stream broke goes on with its
 * session over another one. Thread-safe.
 */
public final class StreamManagement implements Feature {
    /** The namespace. */
    public static final String NS = "urn:xmpp:sm:3";

    /** Asks the other side what it has handled. */
    static final Element REQUEST = Element.of(NS, "r");

    private static final int ID_BYTES = 24;

    private final ConcurrentMap<String, Resumable> resumables = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final Duration resumeTime;

    /** A connection that another stream of the same owner may go on with. */
    private record Resumable(String owner, ManagedConnection connection) {}

    /**
     * @param random makes ids that nobody can guess
     * @param resumeTime how long a session waits for another stream
     */
    public StreamManagement(SecureRandom random, Duration resumeTime) {
        this.random = random;
        this.resumeTime = resumeTime;
    }

    @Override
    public Spec spec() {
        return Spec.of("0198", "1.6.3");
    }

    @Override
    public void install(Hooks on) {
        on.streamFeature(domain -> Optional.of(Element.of(NS, "sm")));
        on.nonza(NS, this::handle);
        on.everySecond(this::tick);
    }

    static Element answer(long handled) {
        return Element.builder(NS, "a").attr("h", handled).build();
    }

    private void handle(Nonza.Stream stream, Element nonza) {
        if (!(stream instanceof Outlet outlet)) {
            throw new IllegalStateException("This kind of stream has no stream management");
        }
        switch (nonza.local()) {
            case "enable" -> enable(outlet, nonza);
            case "resume" -> resume(outlet, nonza);
            case "r" -> request(outlet);
            case "a" -> acknowledged(outlet, nonza);
            default ->
                outlet.fail(
                        StreamError.of(
                                StreamError.Condition.UNSUPPORTED_STANZA_TYPE,
                                "Stream management has no <" + nonza.local() + "/>"),
                        null);
        }
    }

    private static void failed(Outlet outlet, Condition condition) {
        outlet.connection()
                .send(Element.builder(NS, "failed")
                        .child(Element.of(StanzaError.NS, condition.elementName()))
                        .build());
    }

    // a new session

    private void enable(Outlet outlet, Element enable) {
        ManagedConnection connection = outlet.connection();
        if (!outlet.mayEnable() || connection.acknowledges()) {
            failed(outlet, Condition.UNEXPECTED_REQUEST);
            return;
        }
        if (!isTrue(enable.attr("resume").orElse("false")) || !outlet.mayBeResumed()) {
            connection.manage(Element.of(NS, "enabled"), null, () -> {});
            return;
        }
        Duration time = shorter(enable.attr("max").orElse(""));
        String id = newId();
        resumables.put(id, new Resumable(outlet.owner(), connection));
        Element enabled = Element.builder(NS, "enabled")
                .attr("id", id)
                .attr("resume", "true")
                .attr("max", time.toSeconds())
                .build();
        connection.manage(enabled, time, () -> resumables.remove(id));
    }

    private static boolean isTrue(String value) {
        return value.equals("true") || value.equals("1");
    }

    private Duration shorter(String seconds) {
        OptionalLong wanted = unsigned(seconds);
        boolean takesIt = wanted.isPresent() && wanted.getAsLong() > 0 && wanted.getAsLong() < resumeTime.toSeconds();
        return takesIt ? Duration.ofSeconds(wanted.getAsLong()) : resumeTime;
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // acknowledgements

    private static void request(Outlet outlet) {
        if (outlet.connection().acknowledges()) {
            outlet.connection().answerRequest();
        } else {
            failed(outlet, Condition.UNEXPECTED_REQUEST);
        }
    }

    private static void acknowledged(Outlet outlet, Element answer) {
        ManagedConnection connection = outlet.connection();
        if (!connection.acknowledges()) {
            failed(outlet, Condition.UNEXPECTED_REQUEST);
            return;
        }
        acknowledge(outlet, connection, answer);
    }

    /** Takes the count of an element; {@code false} if it was wrong and the stream has been closed for it. */
    private static boolean acknowledge(Outlet outlet, ManagedConnection connection, Element answer) {
        OptionalLong h = unsigned(answer.attr("h").orElse(""));
        if (h.isEmpty()) {
            outlet.fail(
                    StreamError.of(StreamError.Condition.INVALID_XML, "An h is a number from 0 to 4294967295"), null);
            return false;
        }
        if (!connection.acknowledge(h.getAsLong())) {
            long sent = connection.sent();
            Element tooHigh = Element.builder(NS, "handled-count-too-high")
                    .attr("h", h.getAsLong())
                    .attr("send-count", sent)
                    .build();
            String text = "You acknowledged " + h.getAsLong() + " stanzas, but only " + sent + " were sent to you";
            outlet.fail(StreamError.of(StreamError.Condition.UNDEFINED_CONDITION, text), tooHigh);
            return false;
        }
        return true;
    }

    private static OptionalLong unsigned(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        return value < 0 || value > 0xFFFFFFFFL ? OptionalLong.empty() : OptionalLong.of(value);
    }

    // a session that goes on

    private void resume(Outlet outlet, Element resume) {
        if (!outlet.mayResume()) {
            failed(outlet, Condition.UNEXPECTED_REQUEST);
            return;
        }
        String id = resume.attr("previd").orElse("");
        @Nullable Resumable old = resumables.get(id);
        if (old == null || !old.owner().equals(outlet.owner())) {
            failed(outlet, Condition.ITEM_NOT_FOUND);
            return;
        }
        outlet.pause();
        old.connection().release().thenRunAsync(() -> goOn(outlet, old.connection(), id, resume), outlet.loop());
    }

    private static void goOn(Outlet outlet, ManagedConnection connection, String id, Element resume) {
        if (!outlet.isOpen()) {
            return;
        }
        if (!acknowledge(outlet, connection, resume)) {
            return;
        }
        Element resumed = Element.builder(NS, "resumed")
                .attr("previd", id)
                .attr("h", connection.handled())
                .build();
        if (!connection.resume(outlet, resumed)) {
            failed(outlet, Condition.ITEM_NOT_FOUND);
        }
        outlet.proceed();
    }

    /** Ends sessions that have waited for another stream for too long. */
    private void tick(Instant now) {
        resumables.values().removeIf(resumable -> resumable.connection().expire(now));
    }
}
