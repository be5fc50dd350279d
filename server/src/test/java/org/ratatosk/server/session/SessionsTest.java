package org.ratatosk.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.testing.Bench;

/** Resource binding (RFC 6120 section 7). */
class SessionsTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private final Bench bench = new Bench();

    @BeforeEach
    void accounts() {
        bench.accounts("alice@example.org");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private CompletableFuture<Session> open(Jid bare, String resource) {
        CompletableFuture<Session> opened = bench.server()
                .sessions()
                .open(bare, resource, bench.connection())
                .toCompletableFuture();
        bench.settle();
        return opened;
    }

    @Test
    void aClientWithoutAWishGetsARandomResource() {
        Jid first = bench.connect("alice@example.org").session().jid();
        Jid second = bench.connect("alice@example.org").session().jid();
        assertThat(first.resource().orElseThrow()).hasSize(20);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aTakenResourceGoesToTheNewcomer() {
        Bench.Client old = bench.connect("alice@example.org/home");
        old.sends("<presence/>");
        Bench.Client other = bench.connect("alice@example.org/phone");
        other.sends("<presence/>");
        bench.settle();
        other.received();
        Bench.Client newcomer = bench.connect("alice@example.org/home");
        assertThat(old.errors()).containsExactly(StreamError.Condition.CONFLICT);
        assertThat(old.session().isOver()).isTrue();
        assertThat(other.received().get(0).attr("type")).contains("unavailable");
        assertThat(bench.server().sessions().find(newcomer.session().jid())).contains(newcomer.session());
        old.session().end(List.of());
        bench.settle();
        assertThat(bench.server().sessions().find(newcomer.session().jid()))
                .as("the end of the old stream does not end the new session")
                .contains(newcomer.session());
    }

    @Test
    void moreClientsThanAllowedAreRefused() {
        for (int i = 0; i < 10; i++) {
            bench.connect("alice@example.org/" + i);
        }
        assertThatThrownBy(() -> open(ALICE, "eleven").join()).hasMessageContaining("resource-constraint");
        bench.connect("alice@example.org/3");
        assertThat(bench.server().sessions().all()).hasSize(10);
    }

    @Test
    void withoutAnEnabledAccountThereIsNoSession() {
        assertThatThrownBy(() -> open(Jid.of("nobody@example.org"), "home").join())
                .hasMessageContaining("not-authorized");
        bench.server().admin().setEnabled(ALICE, false);
        assertThatThrownBy(() -> open(ALICE, "home").join()).hasMessageContaining("not-authorized");
    }

    @Test
    void anImpossibleResourceIsABadRequest() {
        assertThatThrownBy(() -> open(ALICE, "\u0000").join()).hasMessageContaining("bad-request");
    }

    @Test
    void theEndOfAClientIsToldOnce() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        Bench.Client other = bench.connect("alice@example.org/phone");
        alice.sends("<presence/>");
        other.sends("<presence/>");
        bench.settle();
        other.received();
        alice.session().end(List.of());
        alice.session().end(List.of());
        bench.settle();
        assertThat(other.received()).hasSize(1);
        assertThat(bench.server().sessions().all()).containsExactly(other.session());
    }

    @Test
    void closingTheServerClosesTheClients() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        bench.server().close();
        assertThat(alice.errors()).containsExactly(StreamError.Condition.SYSTEM_SHUTDOWN);
    }
}
