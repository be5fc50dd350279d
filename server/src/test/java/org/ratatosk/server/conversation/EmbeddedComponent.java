package org.ratatosk.server.conversation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/** A component in memory. */
final class EmbeddedComponent implements Component, Player.Client {
    private final Queue<Element> received = new ArrayDeque<>();
    private final Runnable settle;
    private final Sender sender;

    /** @param settle does all work that waits */
    EmbeddedComponent(Admin admin, String domain, Runnable settle) {
        this.settle = settle;
        this.sender = admin.attach(Jid.of(domain), this);
    }

    @Override
    public void receive(Stanza stanza, Proof proof, Runnable accepted) {
        received.add(stanza.element());
        accepted.run();
    }

    @Override
    public void send(Element element) {
        Stanza stanza = Stanza.of(element);
        sender.send(stanza).whenComplete((fate, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof StanzaException refused) {
                received.add(stanza.error(refused.error()).element());
            }
        });
        settle.run();
    }

    @Override
    public Optional<Element> receive() {
        settle.run();
        return Optional.ofNullable(received.poll());
    }

    @Override
    public List<Element> rest() {
        settle.run();
        List<Element> rest = new ArrayList<>(received);
        received.clear();
        return rest;
    }

    @Override
    public void acknowledging(boolean on) {
        throw new UnsupportedOperationException("Components acknowledge nothing");
    }

    @Override
    public void disconnect() {
        sender.close();
    }

    @Override
    public void vanish() {
        sender.close();
    }

    @Override
    public Optional<StreamError.Condition> closedWith() {
        return Optional.empty();
    }
}
