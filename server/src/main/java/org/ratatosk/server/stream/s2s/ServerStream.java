package org.ratatosk.server.stream.s2s;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.Network;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.StreamManagement;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.XmlStream;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlWriter;

/** A stream with another server, whoever has connected: what was proved on it, and what may come over it. Loop-confined. */
abstract class ServerStream extends XmlStream {
    static final String TLS_NS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String SASL_NS = "urn:ietf:params:xml:ns:xmpp-sasl";
    static final String BIDI_NS = "urn:xmpp:bidi";
    static final String BIDI_FEATURE_NS = "urn:xmpp:features:bidi";
    static final String DIALBACK_FEATURE_NS = "urn:xmpp:features:dialback";

    final Parts parts;
    final Wire wire;
    private final Instant began;
    private final boolean ours;
    private final Map<Pair, String> proved = new LinkedHashMap<>();
    private final Arrivals arrivals;
    private @Nullable ServerConnection connection;
    private Instant used;
    private volatile List<PeerState> states;

    ServerStream(Parts parts, Wire wire, boolean ours) {
        super(wire, Wording.NS, parts.xmlBeforeProof());
        this.parts = parts;
        this.wire = wire;
        this.ours = ours;
        this.arrivals = new Arrivals(parts, this::proofOf);
        this.began = parts.clock().instant();
        this.used = began;
        this.states = List.of(state(new Pair("", ""), ""));
    }

    /** There is a connection: people can see the stream from now on. */
    void shown() {
        parts.streams().add(this);
    }

    /** The domains that the stream was opened for, as far as they are known. */
    abstract @Nullable Pair pair();

    /** Whether all is said that comes before stanzas, for which there is only so much time. */
    boolean isReady() {
        return isAnythingProved();
    }

    /** Whether stanzas go both ways. */
    abstract boolean isBidirectional();

    // headers

    /**
     * A header of this side.
     *
     * @param versioned whether it says that this is XMPP 1.0; not to a server that is older (RFC 6120 section 4.7.5)
     */
    String header(@Nullable String from, @Nullable String to, @Nullable String id, boolean versioned) {
        Element.Builder root = Element.builder(StreamError.STREAM_NS, "stream")
                .attr("from", from)
                .attr("to", to)
                .attr("id", id)
                .attr("version", versioned ? "1.0" : null)
                .attr(Element.LANG, "en");
        return XmlWriter.streamStart(Wording.NS, Map.of("db", Wording.DIALBACK_NS), root.build());
    }

    /** The domain in an attribute; empty if there is none or it is an address of another kind. */
    static Optional<String> domain(Element element, String attribute) {
        return element.attr(attribute).flatMap(Jid::parse).filter(Jid::isDomain).map(Jid::domain);
    }

    // what is proved

    /** Has somebody judge whether the certificates of the other server prove a domain; {@code then} runs on the loop. */
    void judge(String domain, Consumer<Judgement> then) {
        parts.judge()
                .judge(wire.peerCertificates(), domain, Network.of(wire.remoteHost()))
                .whenComplete((found, failure) ->
                        inLoop(() -> then.accept(found == null ? Judgement.no(String.valueOf(failure)) : found)));
    }

    /** The other server speaks for {@code pair.remote()} to {@code pair.local()}. */
    void proved(Pair pair, String how) {
        if (proved.isEmpty()) {
            limits(parts.xmlAfterProof());
            wire.loggedIn();
            connection = new ServerConnection(this, parts.limits(), parts.clock(), ours);
        }
        if (proved.putIfAbsent(pair, how) == null) {
            parts.links().isThere(pair.remote());
        }
        checkResumption();
        noteState();
    }

    /** A new stream proves one pair, and what is sent again for the others would end it. */
    private void checkResumption() {
        if (!mayBeResumed()) {
            connection().endResumption();
        }
    }

    boolean isProved(Pair pair) {
        return proved.containsKey(pair);
    }

    /** How strong the proof of a pair is: by a certificate in whatever way, or by dialback alone; empty without one. */
    private Optional<Proof> proofOf(Pair pair) {
        return Optional.ofNullable(proved.get(pair))
                .map(how -> how.equals("dialback") ? Proof.DIALBACK : Proof.CERTIFICATE);
    }

    /** How many pairs are proved. */
    int proofs() {
        return proved.size();
    }

    /** The domains that the stream speaks for: those of its header if they are proved, else the first that are. */
    Optional<Pair> speaksFor() {
        Pair opened = pair();
        return opened != null && isProved(opened)
                ? Optional.of(opened)
                : proved.keySet().stream().findFirst();
    }

    boolean isAnythingProved() {
        return !proved.isEmpty();
    }

    // stanzas

    /** Takes a stanza if its sender is proved. */
    void receive(Element sent) {
        ServerConnection here = connection;
        if (here == null) {
            throw new StreamException(Condition.NOT_AUTHORIZED, "Prove who you are first");
        }
        used = parts.clock().instant();
        arrivals.take(sent, element -> here.received(this, element));
    }

    /** Handles what both sides can say of stream management (XEP-0198); {@code false} if it is something else. */
    boolean handleManagement(Element element) {
        if (!element.ns().equals(StreamManagement.NS) || connection == null) {
            return false;
        }
        if (element.local().equals("enable")) {
            parts.detachable().add(owner(), account().domain(), connection);
        }
        parts.hooks().nonza(StreamManagement.NS).orElseThrow().handle(this, element);
        return true;
    }

    static StreamException unsupported(Element element) {
        return new StreamException(
                Condition.UNSUPPORTED_STANZA_TYPE, "<" + element.local() + "/> means nothing here and now");
    }

    /** Sends something of dialback. */
    void writeDialback(Element element) {
        wire.send(Wording.dialbackXml(element));
    }

    // time

    @Override
    public void tick(Instant now) {
        if (!isOpen()) {
            return;
        }
        if (!isReady() && !now.isBefore(began.plus(parts.limits().loginTime()))) {
            fail(StreamError.of(Condition.CONNECTION_TIMEOUT, "It took too long until the stream was ready"), null);
            return;
        }
        ServerConnection here = connection;
        if (here == null) {
            return;
        }
        here.tick(this, now);
        rest();
        boolean idle = !now.isBefore(used.plus(parts.config().bounds().idleTime()));
        if (isOpen() && idle && here.isQuiet()) {
            end();
        }
    }

    @Override
    protected Element outward(Element element) {
        if (!element.ns().equals(Stanza.NS)) {
            return element;
        }
        used = parts.clock().instant();
        return Wording.outward(element);
    }

    @Override
    protected void over() {
        parts.streams().remove(this);
    }

    // what the connection uses

    @Override
    protected @Nullable ManagedConnection carried() {
        return connection;
    }

    @Override
    public void adopt(ManagedConnection resumed) {
        ServerConnection fresh = connection;
        connection = (ServerConnection) resumed;
        checkResumption();
        if (fresh != null && fresh != resumed) {
            fresh.ended(this);
        }
    }

    @Override
    public boolean mayEnable() {
        return isAnythingProved();
    }

    @Override
    public boolean mayBeResumed() {
        return proved.size() <= 1;
    }

    @Override
    public boolean mayResume() {
        return isAnythingProved() && connection != null && !connection.acknowledges();
    }

    @Override
    public String owner() {
        return String.valueOf(speaksFor());
    }

    @Override
    public Jid account() {
        return Jid.of(null, speaksFor().map(Pair::remote).orElse(parts.domains().get(0)), null);
    }

    @Override
    public Optional<Session> session() {
        return Optional.empty();
    }

    @Override
    public ServerConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("There is no connection before a proof");
        }
        return connection;
    }

    // for people

    /** How it stands with each pair of domains that is proved, or with the one that is to be. Thread-safe. */
    List<PeerState> states() {
        return states;
    }

    /** Notes how it stands. */
    void noteState() {
        Pair known = pair();
        states = proved.isEmpty()
                ? List.of(state(known == null ? new Pair("", "") : known, ""))
                : proved.entrySet().stream()
                        .map(each -> state(each.getKey(), each.getValue()))
                        .toList();
    }

    private PeerState state(Pair pair, String proof) {
        return PeerState.of(
                pair,
                ours ? PeerState.Direction.OUTGOING : PeerState.Direction.INCOMING,
                !pair.local().isEmpty() && isBidirectional(),
                wire.info(),
                proof,
                wire.peerCertificates());
    }
}
