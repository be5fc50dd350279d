package org.ratatosk.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;

class TicketTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void theLastHolderEndsIt() {
        Ticket ticket = Ticket.of(() -> said.add("ended"));
        ticket.hold();
        ticket.letGo();
        assertThat(said).isEmpty();
        ticket.letGo();
        assertThat(said).containsExactly("ended");
    }

    @Test
    void aTicketThatTakesRefusalsKeepsThem() {
        StanzaError error = StanzaError.of(Condition.FORBIDDEN);
        assertThat(Ticket.of(() -> {}).refuse(error)).isFalse();
        Ticket taking = Ticket.takingRefusals(
                ticket -> said.add(ticket.refusal().orElseThrow().condition().elementName()));
        assertThat(taking.refuse(error)).isTrue();
        taking.letGo();
        assertThat(said).containsExactly("forbidden");
    }

    @Test
    void itSaysHowTheDomainOfItsStanzaIsProved() {
        assertThat(Ticket.none().proof()).isEqualTo(Proof.HOSTED);
        assertThat(Ticket.none().proved(Proof.DIALBACK).proof()).isEqualTo(Proof.DIALBACK);
        assertThat(Proof.CERTIFICATE.isAtLeast(Proof.DIALBACK)).isTrue();
        assertThat(Proof.DIALBACK.isAtLeast(Proof.CERTIFICATE)).isFalse();
    }

    @Test
    void acceptanceIsToldInTheOrderOfStanzas() {
        AcceptedInOrder order = new AcceptedInOrder();
        Runnable first = order.enter(() -> said.add("first"));
        Runnable second = order.enter(() -> said.add("second"));
        Runnable third = order.enter(() -> said.add("third"));
        second.run();
        assertThat(said).isEmpty();
        first.run();
        assertThat(said).containsExactly("first", "second");
        third.run();
        assertThat(said).containsExactly("first", "second", "third");
    }

    @Test
    void aFailureInOneDoesNotStopTheNext() {
        AcceptedInOrder order = new AcceptedInOrder();
        Runnable first = order.enter(() -> {
            throw new IllegalStateException("a mistake");
        });
        Runnable second = order.enter(() -> said.add("second"));
        first.run();
        second.run();
        assertThat(said).containsExactly("second");
    }
}
