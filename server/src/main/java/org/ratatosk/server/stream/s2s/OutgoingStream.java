package org.ratatosk.server.stream.s2s;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.StreamHeader;

/**
 * A stream that this server opens: TLS, the judgement of the other certificate, the own proof by certificate (XEP-0178) or dialback
 * (XEP-0220), both directions if the other server has that (XEP-0288), stream management, stanzas. Loop-confined.
 */
final class OutgoingStream extends ServerStream {
    private enum Phase {
        BEGUN,
        TLS,
        PROVING,
        PROVED,
        MANAGING,
        READY
    }

    private final Goal goal;
    private final Pair pair;
    private final Management management;
    private boolean keyShown;
    private boolean provedByKey;
    private final FurtherPairs further = new FurtherPairs(this);
    private volatile boolean takesFurther;
    private Phase phase = Phase.BEGUN;
    private Judgement judgement = Judgement.no("No certificate was shown");
    private Element features = Element.of(StreamError.STREAM_NS, "features");
    private String id = "";
    private boolean bidirectional;
    private boolean told;

    OutgoingStream(Parts parts, Wire wire, Goal goal) {
        super(parts, wire, true);
        this.goal = goal;
        this.pair = goal.pair();
        this.management = new Management(this, goal);
        noteState();
    }

    @Override
    Pair pair() {
        return pair;
    }

    @Override
    boolean isBidirectional() {
        return bidirectional;
    }

    @Override
    boolean isReady() {
        return phase == Phase.READY;
    }

    /** The id that the other server has given the stream. */
    String id() {
        return id;
    }

    // what the wire says

    @Override
    public void connected() {
        shown();
        goal.step(new Step(Step.Kind.CONNECT, true, wire.info().address()));
        sendHeader();
    }

    @Override
    public void secured() {
        shown();
        restart(parts.xmlBeforeProof());
        goal.step(new Step(Step.Kind.TLS, true, wire.info().tls()));
        judge(pair.remote(), this::judged);
    }

    private void judged(Judgement found) {
        judgement = found;
        goal.step(new Step(Step.Kind.CERTIFICATE, found.proved(), found.reason()));
        if (!found.proved() && goal.provesUs() && security() == Security.SECURE) {
            throw new StreamException(
                    found.open() ? Condition.RESOURCE_CONSTRAINT : Condition.NOT_AUTHORIZED,
                    (found.open()
                                    ? "It cannot be said now whether the certificate proves"
                                    : "The certificate does not prove")
                            + " that this is " + pair.remote() + ": " + found.reason());
        }
        noteState();
        sendHeader();
    }

    private Security security() {
        return parts.rules().of(pair.remote());
    }

    @Override
    public void troubled(String words) {
        tell(new Search.Failure(words, true));
    }

    // what the other server says

    @Override
    protected String header() {
        return header(pair.local(), pair.remote(), null, true);
    }

    @Override
    protected void opened(StreamHeader header) {
        if (!isHeaderSent()) {
            // as while its certificate is judged
            throw new StreamException(
                    Condition.POLICY_VIOLATION, "Whoever opens the stream speaks first (RFC 6120 section 4.2)");
        }
        id = header.attr("id").orElse("");
        if (id.isEmpty()) {
            throw new StreamException(Condition.BAD_FORMAT, "The answer to a stream has an id");
        }
        if (parts.ids().isOwn(id)) {
            throw new StreamException(
                    Condition.POLICY_VIOLATION, "The way to " + pair.remote() + " leads back to this server itself");
        }
        if (header.attr("version").isEmpty()) {
            features(features);
        }
    }

    @Override
    protected void handle(Element element) {
        if (element.is(StreamError.STREAM_NS, "features")) {
            features(element);
        } else if (element.is(StreamError.STREAM_NS, "error")) {
            ended("The other server has ended the stream: " + Reasons.words(element), Reasons.isTemporary(element));
            end();
        } else if (element.ns().equals(TLS_NS) && phase == Phase.TLS) {
            startTls(element);
        } else if (element.ns().equals(SASL_NS) && phase == Phase.PROVING) {
            external(element);
        } else if (element.ns().equals(Wording.DIALBACK_NS)) {
            dialback(element);
        } else if (Wording.STANZAS.isStanza(element) && bidirectional) {
            receive(element);
        } else if (!management.handle(element) && !handleManagement(element)) {
            throw unsupported(element);
        }
    }

    private void features(Element announced) {
        features = announced;
        switch (phase) {
            case BEGUN -> begin();
            case PROVED -> established();
            default -> throw unsupported(announced);
        }
    }

    private boolean offers(String ns, String name) {
        return features.child(ns, name).isPresent();
    }

    private void begin() {
        if (wire.isSecure()) {
            prove();
        } else if (offers(TLS_NS, "starttls")) {
            phase = Phase.TLS;
            write(Element.of(TLS_NS, "starttls"));
        } else if (security() == Security.PLAINTEXT) {
            prove();
        } else {
            throw new StreamException(Condition.POLICY_VIOLATION, pair.remote() + " offers no encryption");
        }
    }

    private void startTls(Element answer) {
        if (!answer.local().equals("proceed")) {
            throw new StreamException(Condition.POLICY_VIOLATION, pair.remote() + " cannot turn on TLS");
        }
        phase = Phase.BEGUN;
        turnTls(() -> wire.startTls("", ""));
    }

    // the own proof

    private void prove() {
        phase = Phase.PROVING;
        if (!goal.provesUs()) {
            goal.encrypted(this);
            return;
        }
        if (wire.isSecure() && offers(BIDI_FEATURE_NS, "bidi")) {
            bidirectional = true;
            write(Element.of(BIDI_NS, "bidi"));
        }
        boolean external = features.child(SASL_NS, "mechanisms").stream()
                .flatMap(mechanisms -> mechanisms.children(SASL_NS, "mechanism").stream())
                .anyMatch(mechanism -> mechanism.text().equals("EXTERNAL"));
        if (external) {
            write(Element.builder(SASL_NS, "auth")
                    .attr("mechanism", "EXTERNAL")
                    .text("=")
                    .build());
        } else {
            showOwnKey();
        }
    }

    private void showOwnKey() {
        keyShown = true;
        showKey(pair);
    }

    /** Shows the key that speaks for the own domain of a pair. */
    void showKey(Pair shown) {
        writeDialback(Wording.dialback("result", shown.local(), shown.remote())
                .text(parts.dialback().key(shown.remote(), shown.local(), id))
                .build());
    }

    /** The other server believes the own domain of a pair; how it has proved itself holds for each. */
    void proved(Pair believed) {
        if (!judgement.proved() && security() == Security.SECURE) {
            throw new StreamException(
                    Condition.NOT_AUTHORIZED, "The certificate does not prove that this is " + pair.remote());
        }
        proved(believed, judgement.proved() ? judgement.how() : "dialback");
    }

    private void external(Element answer) {
        switch (answer.local()) {
            case "success" -> {
                phase = Phase.PROVED;
                proved(pair);
                restart(parts.xmlAfterProof());
                sendHeader();
            }
            case "failure" -> {
                if (!offers(DIALBACK_FEATURE_NS, "dialback")) {
                    throw new StreamException(
                            Condition.NOT_AUTHORIZED,
                            pair.remote() + " does not take the certificate of " + pair.local() + ": "
                                    + Reasons.words(answer));
                }
                showOwnKey();
            }
            default -> throw unsupported(answer);
        }
    }

    /** What does not answer a question of this very stream is dropped (XEP-0220 section 2.6). */
    private void dialback(Element element) {
        Optional<String> type = element.attr("type");
        if (type.isEmpty()) {
            refuseRequest(element);
        } else if (!goal.provesUs()) {
            goal.answered(this, element);
        } else if (element.local().equals("result")
                && domain(element, "from").filter(pair.remote()::equals).isPresent()) {
            domain(element, "to").ifPresent(local -> result(new Pair(local, pair.remote()), type.get(), element));
        }
    }

    /** What comes back after {@code invalid} and after an error is laid down, whatever the reason (XEP-0220 section 2.1.1). */
    private void result(Pair judged, String type, Element element) {
        if (phase == Phase.READY) {
            further.answered(judged, type.equals("valid"));
        } else if (phase == Phase.PROVING && judged.equals(pair)) {
            switch (type) {
                case "valid" -> {
                    provedByKey = true;
                    proved(pair);
                    established();
                }
                case "invalid" ->
                    disbelieved(new Search.Failure(
                            pair.remote() + " says that " + pair.local() + " is not this server (dialback)",
                            false,
                            StanzaError.Condition.INTERNAL_SERVER_ERROR));
                default ->
                    disbelieved(new Search.Failure(
                            pair.remote() + " could not make sure of " + pair.local() + " (dialback): "
                                    + element.first().map(Reasons::words).orElse(""),
                            Reasons.mayPass(element),
                            StanzaError.Condition.REMOTE_SERVER_TIMEOUT));
            }
        }
    }

    private void disbelieved(Search.Failure failure) {
        tell(failure);
        throw new StreamException(
                failure.temporary() ? Condition.RESOURCE_CONSTRAINT : Condition.NOT_AUTHORIZED, failure.words());
    }

    /** A key is never believed or judged on a stream that this side has opened. */
    private void refuseRequest(Element request) {
        Optional<String> from = domain(request, "from");
        Optional<String> to = domain(request, "to");
        if (from.isPresent() && to.isPresent()) {
            StanzaError error =
                    StanzaError.of(StanzaError.Condition.NOT_ACCEPTABLE, "Open a stream of your own for that");
            writeDialback(Wording.dialbackError(
                    Wording.dialback(request.local(), to.get(), from.get())
                            .attr("id", request.attr("id").orElse(null)),
                    error));
        }
    }

    // stanzas

    /** The own domain is proved; what is left is stream management. */
    private void established() {
        phase = Phase.MANAGING;
        management.begin(features, this::ready);
    }

    private void ready() {
        phase = Phase.READY;
        told = true;
        noteState();
        goal.step(new Step(
                Step.Kind.STREAM,
                true,
                "the stream is there"
                        + (bidirectional ? ", in both directions" : "")
                        + (connection().acknowledges() ? ", with acknowledgements" : "")));
        goal.ready(this);
        takesFurther = isOpen()
                && provedByKey
                && features.child(DIALBACK_FEATURE_NS, "dialback")
                        .flatMap(dialback -> dialback.child(DIALBACK_FEATURE_NS, "errors"))
                        .isPresent();
    }

    // further own domains

    /** Whether it is worth asking the other server to take a pair over this stream; a refusal must not end it. Thread-safe. */
    boolean mayCarry(Pair more) {
        return takesFurther && more.remote().equals(pair.remote());
    }

    /** Asks the other server to take a pair over this stream too; {@code told} is told on the loop whether it does. Thread-safe. */
    void carry(Pair more, Consumer<Boolean> told) {
        wire.loop().execute(() -> {
            if (isOpen() && mayCarry(more)) {
                further.ask(more, told);
            } else {
                told.accept(false);
            }
        });
    }

    @Override
    public void tick(Instant now) {
        super.tick(now);
        further.tick(now);
    }

    // the end

    private void tell(Search.Failure failure) {
        if (!told) {
            told = true;
            goal.failed(failure);
        }
    }

    /** An end in place of an answer to the key is like an error of dialback (XEP-0220 section 2.1.1). */
    private void ended(String words, boolean temporary) {
        tell(
                keyShown
                        ? new Search.Failure(words, temporary, StanzaError.Condition.REMOTE_SERVER_TIMEOUT)
                        : new Search.Failure(words, temporary));
    }

    /** Nothing more is wanted of the stream. */
    void done() {
        told = true;
        end();
    }

    @Override
    protected void failing(StreamError error) {
        boolean lasting =
                error.condition() == Condition.NOT_AUTHORIZED || error.condition() == Condition.POLICY_VIOLATION;
        tell(new Search.Failure(error.text() == null ? error.condition().elementName() : error.text(), !lasting));
    }

    @Override
    protected void over() {
        super.over();
        takesFurther = false;
        further.over();
        ended("The other server has closed the connection before a stream was there", true);
    }
}
