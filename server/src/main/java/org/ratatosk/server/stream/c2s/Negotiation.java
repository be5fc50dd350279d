package org.ratatosk.server.stream.c2s;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.BeforeLogin;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.sasl.Exchange;
import org.ratatosk.server.stream.sasl.SaslError;
import org.ratatosk.server.stream.sasl.SaslException;
import org.ratatosk.server.xml.Element;

/**
 * What a client's stream offers and takes in each phase: TLS, then login, then resource binding, then stanzas (RFC 6120 sections
 * 4.3, 5, 6 and 7). Loop-confined.
 */
final class Negotiation {
    static final String TLS_NS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String BIND_NS = "urn:ietf:params:xml:ns:xmpp-bind";
    static final Element PROCEED = Element.of(TLS_NS, "proceed");

    private static final String COMPRESS_NS = "http://jabber.org/protocol/compress";

    private enum Phase {
        TLS,
        LOGIN,
        BINDING,
        BOUND
    }

    private final ClientStream stream;
    private final ClientStreams streams;
    private final Wire wire;
    private Phase phase = Phase.TLS;
    private @Nullable Login login;
    private @Nullable Jid account;
    private @Nullable Session session;

    Negotiation(ClientStream stream, ClientStreams streams, Wire wire) {
        this.stream = stream;
        this.streams = streams;
        this.wire = wire;
    }

    /** Whether the client has a session. */
    boolean isDone() {
        return phase == Phase.BOUND;
    }

    /** Who has logged in. */
    Jid account() {
        if (account == null) {
            throw new IllegalStateException("Nobody has logged in");
        }
        return account;
    }

    void loggedIn(Exchange.Success proved) {
        account = proved.account();
        phase = Phase.BINDING;
    }

    /** The client has a session, a new one or one that goes on. */
    void bound() {
        Session now = stream.session().orElseThrow();
        session = now;
        phase = Phase.BOUND;
        // a password that was taken back since the login ended the sessions there were; this one was not among them
        streams.sasl().stands(account(), stream.connection().credential()).whenComplete((stands, failure) -> {
            if (!Boolean.TRUE.equals(stands)) {
                now.close(StreamError.of(Condition.NOT_AUTHORIZED, "The password was changed or revoked"));
            }
        });
    }

    /** What a stream that has just begun offers. */
    Element features(String domain) {
        Element.Builder features = Element.builder(StreamError.STREAM_NS, "features");
        if (!wire.isSecure()) {
            features.child(Element.builder(TLS_NS, "starttls")
                    .child(Element.of(TLS_NS, "required"))
                    .build());
        } else if (account == null) {
            phase = Phase.LOGIN;
            Login begun = new Login(
                    stream,
                    streams.sasl(),
                    domain,
                    wire.remoteHost(),
                    streams.sasl().bindsChannels() ? wire.channelBindings() : List.of());
            login = begun;
            features.children(begun.offers()).children(streams.hooks().featuresBeforeLogin());
        } else {
            features.child(Element.of(BIND_NS, "bind")).children(streams.hooks().streamFeatures(domain));
        }
        return features.build();
    }

    /** Handles a child of the stream. */
    void handle(Element element) {
        if (element.is(StreamError.STREAM_NS, "error")) {
            stream.end();
        } else if (element.is(COMPRESS_NS, "compress")) {
            stream.write(Element.builder(COMPRESS_NS, "failure")
                    .child(Element.of(COMPRESS_NS, "unsupported-method"))
                    .build());
        } else if (isStanza(element)) {
            stanza(element);
        } else {
            other(element);
        }
    }

    private static boolean isStanza(Element element) {
        boolean named = switch (element.local()) {
            case "message", "presence", "iq" -> true;
            default -> false;
        };
        return named && element.ns().equals(Stanza.NS);
    }

    private void stanza(Element stanza) {
        switch (phase) {
            case LOGIN -> beforeLogin(stanza);
            case BINDING -> {
                Optional<Element> bind = stanza.local().equals("iq") ? stanza.child(BIND_NS, "bind") : Optional.empty();
                if (bind.isEmpty() || !stanza.attr("type").orElse("").equals("set")) {
                    throw notAuthorized("Bind a resource first");
                }
                bind(stanza, bind.get());
            }
            case BOUND -> {
                if (session != null) {
                    stream.connection().receive(stream, session, stanza);
                }
            }
            default -> throw notAuthorized("Turn on TLS first");
        }
    }

    private static StreamException notAuthorized(String text) {
        return new StreamException(Condition.NOT_AUTHORIZED, text);
    }

    private void other(Element element) {
        boolean isSasl = element.ns().equals(Login.NS);
        if (phase == Phase.TLS && element.is(TLS_NS, "starttls")) {
            stream.startTls();
        } else if (phase == Phase.TLS && isSasl) {
            encryptionRequired();
        } else if (phase == Phase.LOGIN && isSasl && login != null) {
            login.handle(element);
        } else if (element.is(TLS_NS, "starttls")) {
            stream.write(Element.of(TLS_NS, "failure"));
            throw new StreamException(Condition.POLICY_VIOLATION, "TLS is on already");
        } else if (phase == Phase.BINDING || phase == Phase.BOUND) {
            streams.hooks()
                    .nonza(element.ns())
                    .orElseThrow(() -> unsupported(element))
                    .handle(stream, element);
        } else {
            throw unsupported(element);
        }
    }

    private void encryptionRequired() {
        Login early = login == null
                ? new Login(stream, streams.sasl(), stream.domain(), wire.remoteHost(), List.of())
                : login;
        login = early;
        early.failed(new SaslException(SaslError.ENCRYPTION_REQUIRED, "Turn on TLS first"));
    }

    private static StreamException unsupported(Element element) {
        return new StreamException(
                Condition.UNSUPPORTED_STANZA_TYPE, "<" + element.local() + "/> means nothing here and now");
    }

    // before login

    private void beforeLogin(Element stanza) {
        Optional<BeforeLogin> handler = stanza.local().equals("iq")
                ? stanza.first().flatMap(payload -> streams.hooks().beforeLogin(payload.name()))
                : Optional.empty();
        if (handler.isEmpty()) {
            throw notAuthorized("Log in first");
        }
        try {
            ask(handler.get(), (Iq) Stanza.of(stanza));
        } catch (StanzaException e) {
            stream.write(error(stanza, e.error()));
        }
    }

    private void ask(BeforeLogin handler, Iq request) {
        if (!request.isRequest()) {
            throw notAuthorized("Log in first");
        }
        stream.pause();
        handler.answer(stream.domain(), wire.remoteHost(), request)
                .whenComplete((answer, failure) -> stream.inLoop(() -> {
                    stream.write(
                            answer != null
                                    ? answer.element()
                                    : error(
                                            request.element(),
                                            StanzaError.of(StanzaError.Condition.INTERNAL_SERVER_ERROR)));
                    stream.proceed();
                }));
    }

    // resource binding

    private void bind(Element iq, Element bind) {
        String wanted = bind.childText(BIND_NS, "resource").orElse("");
        stream.pause();
        streams.sessions()
                .open(account(), wanted.isEmpty() ? null : wanted, stream.connection())
                .whenComplete((opened, failure) -> {
                    if (opened != null) {
                        opened(iq, opened);
                    } else {
                        stream.inLoop(() -> refused(iq, failure));
                    }
                });
    }

    /** In the account's lane: the answer is sent before anything that others send to the session. */
    private void opened(Element iq, Session opened) {
        stream.connection().opened(opened);
        stream.inLoop(() -> {
            bound();
            stream.proceed();
        });
        stream.connection()
                .send(Element.builder(Stanza.NS, "iq")
                        .attr("type", "result")
                        .attr("id", iq.attr("id").orElse(null))
                        .child(Element.builder(BIND_NS, "bind")
                                .child("jid", opened.jid().toString())
                                .build())
                        .build());
    }

    private void refused(Element iq, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        StanzaError error = cause instanceof StanzaException known
                ? known.error()
                : StanzaError.of(StanzaError.Condition.INTERNAL_SERVER_ERROR);
        stream.write(error(iq, error));
        stream.proceed();
    }

    private static Element error(Element iq, StanzaError error) {
        Element.Builder answer = Element.builder(Stanza.NS, "iq")
                .attr("type", "error")
                .attr("id", iq.attr("id").orElse(null));
        iq.first().ifPresent(answer::child);
        return answer.child(error.toElement(Stanza.NS)).build();
    }
}
