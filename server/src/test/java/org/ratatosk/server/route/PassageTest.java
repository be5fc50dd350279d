package org.ratatosk.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** The way of a stanza through guards, handlers and copies, and what becomes of handlers' mistakes. */
class PassageTest {
    private static final String MESSAGE =
            "<message type='headline' to='bob@example.org/home' id='m'><body>hello</body></message>";
    private final List<String> said = new ArrayList<>();

    private record Hooked(Consumer<Hooks> hooks) implements Feature {
        @Override
        public Spec spec() {
            return Spec.of("none", "0");
        }

        @Override
        public void install(Hooks on) {
            hooks.accept(on);
        }
    }

    private Handler<Stanza> saying(String word, Outcome outcome) {
        return (ctx, stanza) -> {
            said.add(word + " in the lane of " + ctx.account().local().orElse(""));
            return outcome;
        };
    }

    private List<Element> bobGets(Consumer<Hooks> hooks) {
        try (Bench bench = new Bench(new Hooked(hooks))) {
            return exchange(bench, MESSAGE).get(1);
        }
    }

    private List<Element> aliceGets(Consumer<Hooks> hooks, String xml) {
        try (Bench bench = new Bench(new Hooked(hooks))) {
            return exchange(bench, xml).get(0);
        }
    }

    private static List<List<Element>> exchange(Bench bench, String xml) {
        bench.accounts("alice@example.org", "bob@example.org");
        Bench.Client alice = bench.connect("alice@example.org/home");
        Bench.Client bob = bench.connect("bob@example.org/home");
        alice.sends(xml);
        bench.settle();
        assertThat(alice.accepted()).isOne();
        return List.of(alice.received(), bob.received());
    }

    @Test
    void phasesComeInOrderFirstInTheSendersLaneThenInTheRecipients() {
        List<Element> got = bobGets(on -> {
            for (Side side : Side.values()) {
                on.stanza(side, Phase.COPY, saying("copy", Outcome.pass()));
                on.stanza(side, Phase.GUARD, saying("guard", Outcome.pass()));
                on.stanza(side, Phase.HANDLE, saying("handle", Outcome.pass()));
            }
        });
        assertThat(got).hasSize(1);
        assertThat(said)
                .containsExactly(
                        "guard in the lane of alice",
                        "handle in the lane of alice",
                        "copy in the lane of alice",
                        "guard in the lane of bob",
                        "handle in the lane of bob",
                        "copy in the lane of bob");
    }

    @Test
    void theFirstHandlerThatTakesItIsTheLastAndCopiesStillSeeIt() {
        List<Element> got = bobGets(on -> {
            on.message(
                    Side.RECIPIENT,
                    Phase.HANDLE,
                    (ctx, m) -> saying("first", Outcome.handled()).handle(ctx, m));
            on.message(
                    Side.RECIPIENT,
                    Phase.HANDLE,
                    (ctx, m) -> saying("second", Outcome.pass()).handle(ctx, m));
            on.message(
                    Side.RECIPIENT,
                    Phase.COPY,
                    (ctx, m) -> saying("copy", Outcome.pass()).handle(ctx, m));
        });
        assertThat(got).isEmpty();
        assertThat(said).containsExactly("first in the lane of bob", "copy in the lane of bob");
    }

    @Test
    void whatAGuardStopsNobodySees() {
        bobGets(on -> {
            on.stanza(Side.SENDER, Phase.GUARD, saying("guard", Outcome.handled()));
            on.stanza(Side.SENDER, Phase.COPY, saying("copy", Outcome.pass()));
        });
        assertThat(said).containsExactly("guard in the lane of alice");
    }

    @Test
    void aRefusalUndoesWhatOthersWantedSent() {
        Consumer<Hooks> hooks = on -> {
            on.message(
                    Side.RECIPIENT,
                    Phase.GUARD,
                    (ctx, m) -> Outcome.pass().send(ctx.sessions().get(0), Element.of("urn:x", "too-soon")));
            on.message(
                    Side.RECIPIENT,
                    Phase.COPY,
                    (ctx, m) -> m.isError() ? Outcome.pass() : Outcome.reject(Condition.GONE));
        };
        assertThat(bobGets(hooks)).isEmpty();
        assertThat(aliceGets(hooks, MESSAGE).toString()).contains("<gone");
    }

    @Test
    void aMistakeOrARefusalByExceptionIsAnsweredAndTheLaneLives() {
        Name mistake = new Name("urn:x", "mistake");
        Name refusal = new Name("urn:x", "refusal");
        try (Bench bench = new Bench(new Hooked(on -> {
            on.iqGet(mistake, (ctx, iq) -> {
                throw new IllegalStateException("a mistake");
            });
            on.iqGet(refusal, (ctx, iq) -> {
                throw new StanzaException(Condition.GONE, "It is gone");
            });
        }))) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<iq type='get' id='1'><mistake xmlns='urn:x'/></iq>");
            alice.sends("<iq type='get' id='2'><refusal xmlns='urn:x'/></iq>");
            alice.sends("<iq type='get' id='3'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(alice.received().toString())
                    .contains("id='1'", "internal-server-error", "id='2'", "<gone", "id='3'");
            assertThat(alice.accepted()).isEqualTo(3);
        }
    }

    @Test
    void aMistakeAfterAReadIsAnsweredToo() {
        Consumer<Hooks> hooks = on -> on.iqGet(
                new Name("urn:x", "read"),
                (ctx, iq) -> Outcome.later(tables -> "read", text -> {
                    throw new IllegalStateException("a mistake after " + text);
                }));
        assertThat(aliceGets(hooks, "<iq type='get' id='1'><read xmlns='urn:x'/></iq>")
                        .toString())
                .contains("internal-server-error");
    }

    @Test
    void aReadThatFailsIsAnInternalError() {
        Consumer<Hooks> hooks = on -> on.iqGet(
                new Name("urn:x", "read"),
                (ctx, iq) -> Outcome.later(
                        tables -> {
                            throw new IllegalStateException("no such table");
                        },
                        value -> Outcome.handled()));
        assertThat(aliceGets(hooks, "<iq type='get' id='1'><read xmlns='urn:x'/></iq>")
                        .toString())
                .contains("internal-server-error");
    }

    @Test
    void aRequestThatIsLetOutToAClientThatWentIsAnswered() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            Bench.Client bob = bench.connect("bob@example.org/home");
            bob.sends("<presence/>");
            bench.settle();
            alice.sends("<message type='chat' to='bob@example.org' id='m'><body>hello</body></message>");
            bench.stepStore();
            bench.settleButStore();
            alice.sends("<iq type='get' id='q' to='bob@example.org/home'><ping xmlns='urn:xmpp:ping'/></iq>");
            alice.sends("<iq type='result' id='r' to='bob@example.org/home'/>");
            bob.session().end(List.of());
            bench.settle();
            List<Element> answers = alice.received();
            assertThat(answers).hasSize(1);
            assertThat(answers.toString()).contains("id='q'", "recipient-unavailable");
        }
    }

    @Test
    void whatAClientDidNotAcknowledgeIsAnsweredWhateverStandsBesideIt() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            Bench.Client bob = bench.connect("bob@example.org/home");
            Element answerWithoutId = Xml.one("<iq type='error' to='bob@example.org/home'/>");
            Element request = Xml.one("<iq type='get' id='q' from='alice@example.org/home' to='bob@example.org/home'>"
                    + "<ping xmlns='urn:xmpp:ping'/></iq>");
            bob.session().end(List.of(answerWithoutId, request));
            bench.settle();
            assertThat(alice.received().toString()).contains("id='q'", "recipient-unavailable");
        }
    }

    @Test
    void twoFeaturesCannotAnswerTheSameRequest() {
        Hooks hooks = new Hooks();
        Name name = new Name("urn:x", "query");
        hooks.iqGet(name, (ctx, iq) -> Outcome.pass());
        assertThatThrownBy(() -> hooks.iqGet(name, (ctx, iq) -> Outcome.pass()))
                .hasMessageContaining("Two features answer");
    }
}
