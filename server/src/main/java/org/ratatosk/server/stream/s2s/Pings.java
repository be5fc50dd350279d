package org.ratatosk.server.stream.s2s;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.xml.Element;

/** Pings of this server to others (XEP-0199) that wait for an answer. Thread-safe. */
final class Pings {
    private static final String NS = "urn:xmpp:ping";

    private final ConcurrentMap<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

    /** Sends a ping; the answer is words for people. The stage fails, in words, if it does not get there. */
    CompletionStage<String> send(Pair pair, String id, Links links) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        answer.whenComplete((words, failure) -> waiting.remove(id));
        Element ping = Element.builder(Stanza.NS, "iq")
                .attr("type", "get")
                .attr("id", id)
                .attr("from", pair.local())
                .attr("to", pair.remote())
                .child(Element.of(NS, "ping"))
                .build();
        links.send(ping, new Receipt() {
            @Override
            public void delivered() {}

            @Override
            public void refused(StanzaError error) {
                answer.completeExceptionally(new IllegalStateException(String.valueOf(error.text())));
            }
        });
        return answer;
    }

    /** Whether a stanza answers a ping; an error is an answer too, since there is somebody who has sent it. */
    boolean isAnswer(Stanza stanza) {
        if (!(stanza instanceof Iq iq)
                || iq.isRequest()
                || waiting.isEmpty()
                || iq.to().filter(to -> to.isDomain()).isEmpty()) {
            return false;
        }
        CompletableFuture<String> answer = waiting.remove(iq.id().orElse(""));
        if (answer == null) {
            return false;
        }
        answer.complete(iq.isError() ? "answered with an error" : "answered");
        return true;
    }
}
