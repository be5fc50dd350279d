package org.ratatosk.server.stream.s2s;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.xml.Element;

/** Pings of this server to others (XEP-0199) that wait for an answer, whichever stream it comes over. Thread-safe. */
final class Pings {
    private static final String NS = "urn:xmpp:ping";

    private final ConcurrentMap<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final StreamIds ids;

    /** Who is asked, and who wants to know; the answer is words for people. */
    private record Waiting(Pair pair, Consumer<String> answered) {}

    Pings(StreamIds ids) {
        this.ids = ids;
    }

    /**
     * Makes a ping, which has an id that nobody can guess.
     *
     * @param answered is told, on any thread and at most once, in words for people; an error is an answer too, since there is somebody who
     *     has sent it
     */
    Element make(Pair pair, Consumer<String> answered) {
        String id = ids.next();
        waiting.put(id, new Waiting(pair, answered));
        return Element.builder(Stanza.NS, "iq")
                .attr("type", "get")
                .attr("id", id)
                .attr("from", pair.local())
                .attr("to", pair.remote())
                .child(Element.of(NS, "ping"))
                .build();
    }

    /** No answer to a ping is wanted any more. */
    void forget(String id) {
        waiting.remove(id);
    }

    /** Sends a ping; the answer is words for people. The stage fails, in words, if it does not get there. */
    CompletionStage<String> send(Pair pair, Links links) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Element ping = make(pair, answer::complete);
        answer.whenComplete((words, failure) -> forget(ping.attr("id").orElseThrow()));
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

    /** Whether a stanza answers a ping: it comes from the domain that was asked and is for the one that has asked. */
    boolean isAnswer(Stanza stanza) {
        if (!(stanza instanceof Iq iq) || iq.isRequest() || waiting.isEmpty()) {
            return false;
        }
        String id = iq.id().orElse("");
        Waiting asked = waiting.get(id);
        if (asked == null
                || iq.from()
                        .filter(from -> from.isDomain()
                                && from.domain().equals(asked.pair().remote()))
                        .isEmpty()
                || iq.to()
                        .filter(to ->
                                to.isDomain() && to.domain().equals(asked.pair().local()))
                        .isEmpty()
                || !waiting.remove(id, asked)) {
            return false;
        }
        asked.answered().accept(iq.isError() ? "answered with an error" : "answered");
        return true;
    }
}
