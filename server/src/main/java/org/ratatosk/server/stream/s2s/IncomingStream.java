package org.ratatosk.server.stream.s2s;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlWriter;

/**
 * A stream that another server has opened: TLS, its proof by certificate (XEP-0178) or dialback (XEP-0220), both directions if it
 * wants that (XEP-0288), stream management, stanzas. Loop-confined.
 */
final class IncomingStream extends ServerStream {
    private final Authority authority;
    private String local;
    private @Nullable String remote;
    private @Nullable Judgement judgement;
    private String id = "";
    private boolean versioned = true;
    private boolean challenged;
    private boolean authenticated;
    private boolean bidirectional;
    private volatile @Nullable ServerConnection offered;

    IncomingStream(Parts parts, Wire wire) {
        super(parts, wire, false);
        this.local = parts.domains().get(0);
        this.authority = new Authority(parts, this);
        shown();
    }

    @Override
    @Nullable
    Pair pair() {
        String known = remote;
        return known == null ? null : new Pair(local, known);
    }

    @Override
    boolean isBidirectional() {
        return bidirectional;
    }

    String id() {
        return id;
    }

    // what the wire says

    @Override
    public void secured() {
        restart(parts.xmlBeforeProof());
    }

    // headers

    @Override
    protected String header() {
        id = parts.ids().next();
        return header(local, remote, id, versioned);
    }

    @Override
    protected void opened(StreamHeader header) {
        String to = domain(header.root(), "to")
                .filter(parts.router()::isOwn)
                .orElseThrow(() ->
                        new StreamException(Condition.HOST_UNKNOWN, "The domain in 'to' is not one of this server's"));
        String from = from(header);
        if (remote != null && !(to.equals(local) && remote.equals(from))) {
            throw new StreamException(Condition.NOT_AUTHORIZED, "The stream began for " + local + " from " + remote);
        }
        local = to;
        remote = from;
        versioned = header.attr("version").isPresent();
        noteState();
        sendHeader();
        if (!versioned) {
            return;
        }
        Pair pair = pair();
        if (authenticated && pair != null) {
            write(features());
            offer(pair);
        } else if (from == null || !wire.isSecure()) {
            write(features());
        } else {
            pause();
            judge(from, this::judged);
        }
    }

    private void judged(Judgement found) {
        judgement = found;
        if (found.open() && security() == Security.SECURE) {
            throw new StreamException(
                    Condition.RESOURCE_CONSTRAINT,
                    "It cannot be said now whether your certificate proves that you are " + remote + ": "
                            + found.reason());
        }
        write(features());
        proceed();
    }

    private @Nullable String from(StreamHeader header) {
        if (header.attr("from").isEmpty()) {
            return null;
        }
        String from = domain(header.root(), "from")
                .orElseThrow(() -> new StreamException(Condition.INVALID_FROM, "The 'from' is no domain"));
        checkPeer(from);
        return from;
    }

    /** Some domains are refused whoever speaks for them. */
    void checkPeer(String domain) {
        if (parts.router().isOwn(domain)) {
            throw new StreamException(Condition.INVALID_FROM, domain + " is one of this server's own domains");
        }
        if (parts.rules().of(domain) == Security.BLOCKED) {
            throw new StreamException(Condition.POLICY_VIOLATION, domain + " is blocked here");
        }
    }

    private Security security() {
        return remote == null ? Security.SECURE : parts.rules().of(remote);
    }

    private Element features() {
        Element.Builder features = Element.builder(StreamError.STREAM_NS, "features");
        if (!wire.isSecure()) {
            Element.Builder starttls = Element.builder(TLS_NS, "starttls");
            if (security() == Security.PLAINTEXT) {
                features.child(starttls.build());
                features.child(dialbackFeature());
            } else {
                features.child(starttls.child(Element.of(TLS_NS, "required")).build());
            }
        } else if (!authenticated) {
            if (isJudgedGood()) {
                features.child(Element.builder(SASL_NS, "mechanisms")
                        .child("mechanism", "EXTERNAL")
                        .build());
            }
            features.child(Element.of(BIDI_FEATURE_NS, "bidi")).child(dialbackFeature());
        } else {
            features.child(Element.of("urn:xmpp:sm:3", "sm")).child(dialbackFeature());
        }
        return features.build();
    }

    private boolean isJudgedGood() {
        return judgement != null && judgement.proved();
    }

    private static Element dialbackFeature() {
        return Element.builder(DIALBACK_FEATURE_NS, "dialback")
                .child(Element.of(DIALBACK_FEATURE_NS, "errors"))
                .build();
    }

    // what the other server says

    @Override
    protected void handle(Element element) {
        if (element.is(StreamError.STREAM_NS, "error")) {
            end();
        } else if (element.is(TLS_NS, "starttls")) {
            startTls();
        } else if (element.ns().equals(SASL_NS)) {
            external(element);
        } else if (element.ns().equals(Wording.DIALBACK_NS)) {
            authority.handle(element);
        } else if (element.is(BIDI_NS, "bidi") && wire.isSecure() && !isAnythingProved()) {
            bidirectional = true;
        } else if (Wording.STANZAS.isStanza(element)) {
            receive(element);
        } else if (!handleManagement(element)) {
            throw unsupported(element);
        }
    }

    private void startTls() {
        if (wire.isSecure()) {
            throw new StreamException(Condition.POLICY_VIOLATION, "TLS is on already");
        }
        turnTls(() -> wire.startTls(XmlWriter.toStreamXml(Element.of(TLS_NS, "proceed"), Wording.NS), local));
    }

    private void external(Element auth) {
        Pair pair = pair();
        String problem = problem(auth, pair);
        if (!problem.isEmpty() || pair == null || judgement == null) {
            write(Element.builder(SASL_NS, "failure")
                    .child(Element.of(SASL_NS, problem))
                    .build());
            return;
        }
        if (auth.local().equals("auth") && auth.text().isBlank()) {
            challenged = true;
            write(Element.of(
                    SASL_NS, "challenge")); // which asks for what did not come at once (RFC 6120 section 6.4.3)
            return;
        }
        authenticated = true;
        proved(pair, judgement.how());
        write(Element.of(SASL_NS, "success"));
        restart(parts.xmlAfterProof());
    }

    /** Why a login is refused; empty if it is not. */
    private String problem(Element auth, @Nullable Pair pair) {
        boolean answers = challenged && auth.local().equals("response");
        if (authenticated || !(answers || auth.local().equals("auth"))) {
            throw unsupported(auth);
        }
        if (!answers && !auth.attr("mechanism").orElse("").equals("EXTERNAL")) {
            return "invalid-mechanism";
        }
        if (pair == null || !wire.isSecure() || !isJudgedGood()) {
            return "not-authorized";
        }
        String text = auth.text().strip();
        return text.isEmpty() || text.equals("=") || isName(text, pair.remote()) ? "" : "invalid-authzid";
    }

    private static boolean isName(String base64, String domain) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).equals(domain);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    // what dialback needs

    /** What the certificates of the other server prove of a domain, if it was found out. */
    Optional<Judgement> judgement(String domain) {
        return domain.equals(remote) ? Optional.ofNullable(judgement).filter(found -> !found.open()) : Optional.empty();
    }

    /** Dialback has proved a domain pair. */
    void believed(Pair pair, String how) {
        if (remote == null) {
            local = pair.local();
            remote = pair.remote();
        }
        proved(pair, how);
        checkPeer(pair.remote()); // whoever blocked it before this moment has not found this stream to close
        offer(pair);
    }

    /** Lets stanzas go the other way too. */
    private void offer(Pair pair) {
        if (bidirectional) {
            offered = connection();
            parts.links().offer(pair, connection());
        }
    }

    /** The way for stanzas of a pair that is proved, if the other server wants both directions. Thread-safe. */
    Optional<ServerConnection> offered(Pair pair) {
        return Optional.ofNullable(offered)
                .filter(way -> !way.isOver()
                        && states().stream().anyMatch(state -> state.outward().equals(Optional.of(pair))));
    }

    /** What has gone both ways goes on over a stream that does, and no other. */
    @Override
    public String owner() {
        return super.owner() + (bidirectional ? " and back" : "");
    }

    @Override
    public void adopt(ManagedConnection resumed) {
        super.adopt(resumed);
        speaksFor().ifPresent(this::offer);
    }
}
