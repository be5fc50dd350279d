package org.ratatosk.server.stream.s2s;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.xml.Element;

/**
 * Dialback on a stream that another server has opened (XEP-0220): it shows keys, which are verified with the domain that they speak
 * for, or asks whether a key is one of this server's. A certificate that proves the domain makes a question needless (XEP-0344).
 * Answers that nobody asked for here are dropped. Loop-confined.
 */
final class Authority {
    private static final int MAX_OPEN_QUESTIONS = 10;
    private static final int MAX_PROOFS = 100;

    private final Parts parts;
    private final IncomingStream stream;
    private int questions;

    Authority(Parts parts, IncomingStream stream) {
        this.parts = parts;
        this.stream = stream;
    }

    /** Handles an element of dialback. */
    void handle(Element element) {
        if (element.attr("type").isPresent()) {
            return;
        }
        String from = address(element, "from");
        String to = address(element, "to");
        stream.checkPeer(from);
        if (!stream.wire.isSecure() && parts.rules().of(from) != Security.PLAINTEXT) {
            throw new StreamException(StreamError.Condition.POLICY_VIOLATION, "Turn on TLS first");
        }
        switch (element.local()) {
            case "verify" -> verify(element, from, to);
            case "result" -> result(element, from, to);
            default -> throw ServerStream.unsupported(element);
        }
    }

    private static String address(Element element, String attribute) {
        return ServerStream.domain(element, attribute)
                .orElseThrow(() -> new StreamException(
                        StreamError.Condition.IMPROPER_ADDRESSING, "Dialback needs a domain in '" + attribute + "'"));
    }

    /** Somebody was shown a key that speaks for {@code own}, and asks whether it is right. */
    private void verify(Element request, String asking, String own) {
        String id = request.attr("id").orElse("");
        Element.Builder answer = Wording.dialback("verify", own, asking).attr("id", id);
        if (!parts.router().isOwn(own)) {
            stream.writeDialback(Wording.dialbackError(answer, StanzaError.of(Condition.ITEM_NOT_FOUND)));
            return;
        }
        boolean right = parts.dialback().isKey(request.text(), asking, own, id);
        stream.writeDialback(answer.attr("type", right ? "valid" : "invalid").build());
    }

    /** The other server shows a key that speaks for {@code remote}. */
    private void result(Element request, String remote, String own) {
        Pair pair = new Pair(own, remote);
        if (!parts.router().isOwn(own)) {
            refuse(pair, StanzaError.of(Condition.ITEM_NOT_FOUND, own + " is not one of this server's domains"));
        } else if (stream.isProved(pair)) {
            accept(pair, "dialback");
        } else if (questions >= MAX_OPEN_QUESTIONS || stream.proofs() >= MAX_PROOFS) {
            refuse(pair, StanzaError.of(Condition.RESOURCE_CONSTRAINT, "Too many keys on one stream"));
        } else {
            questions++;
            judge(pair, request.text());
        }
    }

    private void judge(Pair pair, String key) {
        if (stream.judgement(pair.remote()).isPresent()) {
            judged(pair, key, stream.judgement(pair.remote()).get());
            return;
        }
        stream.judge(pair.remote(), found -> judged(pair, key, found));
    }

    private void judged(Pair pair, String key, Judgement found) {
        if (found.proved()) {
            questions--;
            accept(pair, found.how());
        } else if (parts.rules().of(pair.remote()) == Security.SECURE) {
            questions--;
            refuse(
                    pair,
                    found.open()
                            ? StanzaError.of(
                                    Condition.RESOURCE_CONSTRAINT,
                                    "It cannot be said now whether your certificate proves that you are "
                                            + pair.remote() + ": " + found.reason())
                            : StanzaError.of(
                                    Condition.NOT_AUTHORIZED,
                                    "Your certificate does not prove that you are " + pair.remote() + ": "
                                            + found.reason()));
        } else {
            verify(pair, key);
        }
    }

    private void verify(Pair pair, String key) {
        Optional<Runnable> ended = parts.questions().ask(stream.wire.remoteHost(), pair.remote());
        if (ended.isEmpty()) {
            questions--;
            refuse(pair, StanzaError.of(Condition.RESOURCE_CONSTRAINT, "Too many keys are being verified; try again"));
            return;
        }
        new Verification(parts, pair, stream.id(), key, (asked, answer, words) -> {
                    ended.get().run();
                    verified(asked, answer, words);
                })
                .begin();
    }

    /** The domain's own server has answered, or could not be asked. On any thread. */
    private void verified(Pair pair, Verification.Answer answer, @Nullable String words) {
        stream.inLoop(() -> {
            questions--;
            switch (answer) {
                case VALID -> verified(pair);
                case INVALID -> {
                    stream.writeDialback(Wording.dialback("result", pair.local(), pair.remote())
                            .attr("type", "invalid")
                            .build());
                    if (!stream.isAnythingProved()) {
                        stream.end();
                    }
                }
                case UNKNOWN -> refuse(pair, StanzaError.of(Condition.REMOTE_SERVER_NOT_FOUND, String.valueOf(words)));
            }
        });
    }

    /** While a key was verified the rule may have changed. */
    private void verified(Pair pair) {
        if (parts.rules().of(pair.remote()) == Security.SECURE) {
            refuse(pair, StanzaError.of(Condition.NOT_AUTHORIZED, pair.remote() + " needs a certificate here"));
        } else {
            accept(pair, "dialback");
        }
    }

    private void accept(Pair pair, String how) {
        stream.checkPeer(pair.remote()); // it may have been blocked since it showed the key
        stream.writeDialback(Wording.dialback("result", pair.local(), pair.remote())
                .attr("type", "valid")
                .build());
        stream.believed(pair, how);
    }

    private void refuse(Pair pair, StanzaError error) {
        stream.writeDialback(Wording.dialbackError(Wording.dialback("result", pair.local(), pair.remote()), error));
    }
}
