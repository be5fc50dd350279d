package org.ratatosk.server.stream.c2s;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.sasl.ChannelBinding;
import org.ratatosk.server.stream.sasl.Exchange;
import org.ratatosk.server.stream.sasl.Exchange.Challenge;
import org.ratatosk.server.stream.sasl.Exchange.Step;
import org.ratatosk.server.stream.sasl.Exchange.Success;
import org.ratatosk.server.stream.sasl.Sasl;
import org.ratatosk.server.stream.sasl.SaslError;
import org.ratatosk.server.stream.sasl.SaslException;
import org.ratatosk.server.xml.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The login of one stream by SASL (RFC 6120 section 6). Loop-confined. */
final class Login {
    /** The namespace. */
    static final String NS = "urn:ietf:params:xml:ns:xmpp-sasl";

    private static final String BINDING_NS = "urn:xmpp:sasl-cb:0";
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final int MAX_FAILURES = 5;

    private final ClientStream stream;
    private final Sasl sasl;
    private final String domain;
    private final String remoteHost;
    private final List<ChannelBinding> bindings;
    private @Nullable Exchange exchange;
    private int failures;

    Login(ClientStream stream, Sasl sasl, String domain, String remoteHost, List<ChannelBinding> bindings) {
        this.stream = stream;
        this.sasl = sasl;
        this.domain = domain;
        this.remoteHost = remoteHost;
        this.bindings = bindings;
    }

    /** What is on offer: what a login can be bound to (XEP-0440), if there is anything, and the mechanisms. */
    List<Element> offers() {
        Element.Builder mechanisms = Element.builder(NS, "mechanisms");
        sasl.mechanisms(bindings).forEach(name -> mechanisms.child("mechanism", name));
        if (bindings.isEmpty()) {
            return List.of(mechanisms.build());
        }
        Element.Builder types = Element.builder(BINDING_NS, "sasl-channel-binding");
        bindings.forEach(binding -> types.child(Element.builder(BINDING_NS, "channel-binding")
                .attr("type", binding.type())
                .build()));
        return List.of(types.build(), mechanisms.build());
    }

    /** Handles an element of SASL. */
    void handle(Element element) {
        try {
            switch (element.local()) {
                case "auth" -> begin(element);
                case "response" -> respond(element);
                case "abort" -> throw new SaslException(SaslError.ABORTED, "You gave up");
                default -> throw new SaslException(SaslError.MALFORMED_REQUEST, "SASL has no such element");
            }
        } catch (SaslException e) {
            failed(e);
        }
    }

    private void begin(Element auth) {
        if (exchange != null) {
            throw new SaslException(SaslError.MALFORMED_REQUEST, "One login at a time");
        }
        Exchange begun = sasl.start(auth.attr("mechanism").orElse(""), domain, remoteHost, bindings)
                .orElseThrow(() -> new SaslException(SaslError.INVALID_MECHANISM, "This mechanism is not on offer"));
        String text = auth.text();
        exchange = begun;
        if (text.isEmpty()) {
            stream.write(Element.of(NS, "challenge"));
        } else {
            next(begun, text);
        }
    }

    private void respond(Element response) {
        if (exchange == null) {
            throw new SaslException(SaslError.MALFORMED_REQUEST, "Nothing was asked");
        }
        next(exchange, response.text());
    }

    private void next(Exchange current, String text) {
        byte[] message = decode(text)
                .orElseThrow(() -> new SaslException(SaslError.INCORRECT_ENCODING, "The message is not base 64"));
        stream.pause();
        CompletionStage<Step> answer = current.next(message);
        answer.whenComplete((step, failure) -> stream.inLoop(() -> answered(step, failure)));
    }

    /** A single equals sign stands for an empty message (RFC 6120 section 6.4.2). */
    private static Optional<byte[]> decode(String text) {
        if (text.isEmpty() || text.equals("=")) {
            return Optional.of(new byte[0]);
        }
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void answered(@Nullable Step step, @Nullable Throwable failure) {
        if (step instanceof Success success) {
            exchange = null;
            stream.loggedIn(success, element("success", success.data()));
            return;
        }
        if (step instanceof Challenge challenge) {
            stream.write(element("challenge", challenge.data()));
        } else {
            failed(reason(failure));
        }
        stream.proceed();
    }

    private static SaslException reason(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SaslException known) {
            return known;
        }
        LOG.warn("A login could not be checked; the client was told to try again", cause);
        return new SaslException(SaslError.TEMPORARY_AUTH_FAILURE, "The server cannot check that now. Try again.");
    }

    /** Tells the client that a login failed; who fails too often is sent away. */
    void failed(SaslException reason) {
        exchange = null;
        failures++;
        stream.write(Element.builder(NS, "failure")
                .child(Element.of(NS, reason.error().elementName()))
                .child(Element.builder(NS, "text")
                        .attr(Element.LANG, "en")
                        .text(String.valueOf(reason.getMessage()))
                        .build())
                .build());
        if (failures >= MAX_FAILURES) {
            throw new StreamException(StreamError.Condition.POLICY_VIOLATION, "Too many logins failed");
        }
    }

    private static Element element(String name, byte[] data) {
        return data.length == 0
                ? Element.of(NS, name)
                : Element.of(NS, name, Base64.getEncoder().encodeToString(data));
    }
}
