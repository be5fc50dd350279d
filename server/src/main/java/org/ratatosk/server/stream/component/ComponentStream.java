package org.ratatosk.server.stream.component;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.ContentNamespace;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.XmlBounds;
import org.ratatosk.server.stream.XmlStream;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of a component: its handshake, then stanzas in both directions (XEP-0114 section 3). Loop-confined. */
final class ComponentStream extends XmlStream {
    private static final Logger LOG = LoggerFactory.getLogger(ComponentStream.class);
    private static final String NS = "jabber:component:accept";
    private static final ContentNamespace STANZAS = new ContentNamespace(NS);

    private final ComponentStreams streams;
    private final Wire wire;
    private final Instant began;
    private String id = "";
    private @Nullable Pool pool;
    private @Nullable ComponentConnection connection;

    ComponentStream(ComponentStreams streams, Wire wire) {
        super(wire, NS, XmlBounds.before(streams.limits()));
        this.streams = streams;
        this.wire = wire;
        this.began = streams.clock().instant();
    }

    // what the wire says

    @Override
    public void secured() {
        throw new IllegalStateException("There is no TLS with components");
    }

    @Override
    public void tick(Instant now) {
        if (!isOpen()) {
            return;
        }
        if (connection != null) {
            connection.tick(this, now);
            rest();
        } else if (!now.isBefore(began.plus(streams.limits().loginTime()))) {
            fail(StreamError.of(Condition.CONNECTION_TIMEOUT, "The handshake took too long"), null);
        }
    }

    // what the component says

    @Override
    protected void opened(StreamHeader header) {
        pool = header.attr("to")
                .flatMap(Jid::parse)
                .filter(Jid::isDomain)
                .flatMap(to -> streams.find(to.domain()))
                .orElseThrow(() ->
                        new StreamException(Condition.HOST_UNKNOWN, "No component of the name in 'to' is known here"));
        sendHeader();
    }

    @Override
    protected String header() {
        id = streams.newId();
        Element.Builder root = Element.builder(StreamError.STREAM_NS, "stream")
                .attr("from", pool == null ? null : pool.domain())
                .attr("id", id);
        return XmlWriter.streamStart(NS, Map.of(), root.build());
    }

    @Override
    protected void handle(Element element) {
        ComponentConnection here = connection;
        if (element.is(StreamError.STREAM_NS, "error")) {
            failed("ended the stream with an error");
            end();
        } else if (here == null) {
            prove(element);
        } else if (STANZAS.isStanza(element)) {
            receive(here, STANZAS.inward(element));
        } else if (element.is(NS, "handshake")) {
            throw new StreamException(Condition.POLICY_VIOLATION, "The handshake is over");
        } else {
            throw new StreamException(
                    Condition.UNSUPPORTED_STANZA_TYPE, "<" + element.local() + "/> means nothing here");
        }
    }

    // the handshake

    private void prove(Element element) {
        Pool component = known();
        if (!element.is(NS, "handshake")) {
            throw new StreamException(Condition.NOT_AUTHORIZED, "Prove who you are first, by a handshake");
        }
        if (!Handshake.isRight(element.text(), id, component.secret())) {
            throw wrong(component);
        }
        ComponentConnection proved = new ComponentConnection(this, streams.limits(), streams.clock(), component);
        wire.loggedIn();
        if (!component.join(proved)) {
            throw new StreamException(
                    Condition.CONFLICT, component.domain() + " has as many connections as it may have");
        }
        connection = proved;
        limits(XmlBounds.after(streams.limits()));
        write(Element.of(NS, "handshake"));
        LOG.info(
                "The component {} has connected from {}",
                component.domain(),
                wire.info().address());
    }

    /** Only wrong handshakes count, so that nobody at the same address can lock the component out. */
    private StreamException wrong(Pool component) {
        if (streams.throttle().attempt(component.domain(), wire.remoteHost()).isEmpty()) {
            return new StreamException(Condition.POLICY_VIOLATION, "Too many handshakes were wrong; wait a minute");
        }
        LOG.warn("Somebody at {} failed to be the component {}", wire.info().address(), component.domain());
        return new StreamException(Condition.NOT_AUTHORIZED, "The handshake is wrong");
    }

    private Pool known() {
        if (pool == null) {
            throw new IllegalStateException("There is no component before its header");
        }
        return pool;
    }

    // stanzas

    /** A wrong 'from' ends the stream, since nothing that it says can be believed; what else is wrong is answered. */
    private void receive(ComponentConnection here, Element element) {
        Pool component = known();
        boolean own = element.attr("from")
                .flatMap(Jid::parse)
                .filter(from -> from.domain().equals(component.domain()))
                .isPresent();
        if (!own) {
            throw new StreamException(
                    Condition.INVALID_FROM, "A component sends under its own domain, " + component.domain());
        }
        Runnable accepted = here.received(this, element);
        try {
            Stanza stanza = Stanza.of(element);
            if (stanza.to().isEmpty()) {
                throw new StanzaException(StanzaError.Condition.BAD_REQUEST, "A component's stanza needs a 'to'");
            }
            component.take(stanza, accepted);
        } catch (StanzaException e) {
            answerUnread(element, e.error());
            accepted.run();
        }
    }

    private void answerUnread(Element element, StanzaError error) {
        String type = element.attr("type").orElse("");
        if (!type.equals("error") && !type.equals("result")) {
            connection()
                    .send(Element.builder(element.name())
                            .attr("type", "error")
                            .attr("id", element.attr("id").orElse(null))
                            .attr("from", element.attr("to").flatMap(Jid::parse).orElse(null))
                            .attr("to", element.attr("from").orElse(null))
                            .child(error.toElement(Stanza.NS))
                            .build());
        }
    }

    // its end

    @Override
    public void closed() {
        if (isOpen() && connection != null) {
            failed("broke off");
        }
        super.closed();
    }

    @Override
    protected void failing(StreamError error) {
        failed("was told: " + error.words());
    }

    private void failed(String words) {
        if (pool != null) {
            pool.failed(wire.info().address() + " " + words);
        }
    }

    @Override
    protected Element outward(Element element) {
        return STANZAS.outward(element);
    }

    @Override
    protected void over() {
        if (connection != null) {
            LOG.info("The component {} has left", known().domain());
        }
    }

    // what the connection uses

    @Override
    protected @Nullable ManagedConnection carried() {
        return connection;
    }

    @Override
    public void adopt(ManagedConnection resumed) {
        throw new IllegalStateException("Streams of components are not resumed");
    }

    @Override
    public boolean mayEnable() {
        return false;
    }

    @Override
    public boolean mayResume() {
        return false;
    }

    @Override
    public String owner() {
        return known().domain();
    }

    @Override
    public Jid account() {
        return Jid.of(null, known().domain(), null);
    }

    @Override
    public Optional<Session> session() {
        return Optional.empty();
    }

    @Override
    public ComponentConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("There is no connection before the handshake");
        }
        return connection;
    }
}
