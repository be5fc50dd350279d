package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** The state chart of RFC 6121 appendix A: each state with each stanza, in both directions. */
class SubscriptionsTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid CONTACT = Jid.of("contact@example.org");

    /**
     * Rows: the state before. Columns: whether the stanza goes on (to the contact, or to alice's client), and the state after; a
     * dot for the state before. "a" is an answer to the contact, "+" that the contact may see alice without asking again.
     */
    private static final String SENT = """
            state       subscribe        unsubscribe      subscribed       unsubscribed
            none        route none+out   route .          stop none+       stop .
            none+out    route .          route none       stop none+out+   stop .
            none+in     route none+out+in route .         route from       route none
            none+out+in route .          route none+in    route from+out   route none+out
            to          route .          route none       stop to+         stop .
            to+in       route .          route none+in    route both       route to
            from        route from+out   route .          stop .           route none
            from+out    route .          route from       stop .           route none+out
            both        route .          route from       stop .           route to
            none+       route none+out+  route .          stop .           stop none
            """;

    private static final String RECEIVED = """
            state       subscribe        unsubscribe      subscribed       unsubscribed
            none        show none+in     drop .           drop .           drop .
            none+out    show none+out+in drop .           show to          show none
            none+in     drop .           show none        drop .           drop .
            none+out+in drop .           show none+out    show to+in       show none+in
            to          show to+in       drop .           drop .           show none
            to+in       drop .           show to          drop .           show none+in
            from        answer .         show none        drop .           drop .
            from+out    answer .         show none+out    show both        show from
            both        answer .         show to          drop .           show from
            none+       answer from      drop .           drop .           drop .
            """;

    private static final List<String> TYPES = List.of("subscribe", "unsubscribe", "subscribed", "unsubscribed");

    @TestFactory
    Stream<DynamicTest> sent() {
        return cells(SENT)
                .map(cell -> DynamicTest.dynamicTest(cell.name(), () -> {
                    try (Fixture fixture = new Fixture(cell.before())) {
                        fixture.alice.sends("<presence type='" + cell.type() + "' to='contact@example.org'/>");
                        fixture.bench.settle();
                        boolean routed = fixture.contactGot(cell.type());
                        assertThat(routed ? "route" : "stop").isEqualTo(cell.effect());
                        assertThat(fixture.state()).isEqualTo(cell.after());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> received() {
        return cells(RECEIVED)
                .map(cell -> DynamicTest.dynamicTest(cell.name(), () -> {
                    try (Fixture fixture = new Fixture(cell.before())) {
                        fixture.contactSends(cell.type());
                        boolean shown = fixture.alice.received().stream().anyMatch(e -> isPresence(e, cell.type()));
                        String effect = shown ? "show" : fixture.contactGot("subscribed") ? "answer" : "drop";
                        assertThat(effect).isEqualTo(cell.effect());
                        assertThat(fixture.state()).isEqualTo(cell.after());
                    }
                }));
    }

    private record Cell(String before, String type, String effect, String after) {
        String name() {
            return type + " in the state " + before;
        }
    }

    private static Stream<Cell> cells(String table) {
        return table.lines().skip(1).flatMap(line -> {
            String[] words = line.split(" +");
            return Stream.of(0, 1, 2, 3).map(i -> {
                String after = words[2 + 2 * i];
                return new Cell(words[0], TYPES.get(i), words[1 + 2 * i], after.equals(".") ? words[0] : after);
            });
        });
    }

    private static boolean isPresence(Element element, String type) {
        return element.local().equals("presence")
                && element.attr("type").filter(type::equals).isPresent();
    }

    /** Alice with a roster in some state, and a contact that is a component, so that one sees what gets to it. */
    private static final class Fixture implements AutoCloseable {
        private final Bench bench = new Bench();
        private final ArrayList<Stanza> atContact = new ArrayList<>();
        private final Sender contact;
        private final Bench.Client alice;

        Fixture(String state) {
            bench.accounts(ALICE.toString());
            bench.store().write(List.of(tables -> {
                if (!state.equals("none") && !state.equals("none+in")) {
                    tables.rosters().put(ALICE, item(state));
                }
                if (state.contains("+in")) {
                    tables.rosters()
                            .putPendingIn(ALICE, CONTACT, presence("subscribe").element());
                }
            }));
            Component component = (stanza, proof, accepted) -> {
                atContact.add(stanza);
                accepted.run();
            };
            contact = bench.server().admin().attach(CONTACT, component);
            alice = bench.connect(ALICE + "/home");
            alice.sends("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
            alice.sends("<presence/>");
            bench.settle();
            alice.received();
            atContact.clear();
        }

        private static RosterItem item(String state) {
            String subscription = state.split("\\+", -1)[0].toUpperCase(Locale.ROOT);
            boolean out = state.contains("+out");
            return new RosterItem(
                    CONTACT, "", List.of(), Subscription.valueOf(subscription), out, isApproved(state), "");
        }

        private static boolean isApproved(String state) {
            return state.endsWith("+");
        }

        private static Presence presence(String type) {
            return Presence.of(Presence.builder(Presence.Type.valueOf(type.toUpperCase(Locale.ROOT)))
                    .attr("from", CONTACT)
                    .attr("to", ALICE));
        }

        void contactSends(String type) {
            contact.send(presence(type));
            bench.settle();
        }

        boolean contactGot(String type) {
            return atContact.stream().anyMatch(stanza -> isPresence(stanza.element(), type));
        }

        String state() {
            StringBuilder text = new StringBuilder();
            bench.store().read(tables -> {
                RosterItem item = tables.rosters().items(ALICE).stream()
                        .findFirst()
                        .orElse(new RosterItem(CONTACT, "", List.of(), Subscription.NONE, false, false, ""));
                text.append(item.subscription().name().toLowerCase(Locale.ROOT))
                        .append(item.ask() ? "+out" : "")
                        .append(tables.rosters().pendingIn(ALICE).isEmpty() ? "" : "+in")
                        .append(item.approved() ? "+" : "");
                return text;
            });
            bench.settle();
            return text.toString();
        }

        @Override
        public void close() {
            bench.close();
        }
    }

    @Test
    void theNumberOfRequestsThatWaitIsBounded() {
        try (Bench bench = new Bench(Small.config(usual -> Small.limits(usual, 10, 10, 10, 2)))) {
            bench.accounts("alice@example.org", "a@example.net", "b@example.net", "c@example.net");
            for (String name : List.of("a", "b", "c")) {
                Bench.Client client = bench.connect(name + "@example.net/home");
                client.sends("<presence/>");
                client.sends("<presence type='subscribe' id='s' to='alice@example.org'/>");
                bench.settle();
                boolean refused = client.received().toString().contains("resource-constraint");
                assertThat(refused).isEqualTo(name.equals("c"));
            }
        }
    }

    @Test
    void askingAndApprovingAreBoundedByTheRoster() {
        try (Bench bench = new Bench(Small.config(usual -> Small.limits(usual, 1, 10, 10, 10)))) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<presence type='subscribe' to='a@example.org'/>");
            alice.sends("<presence type='subscribe' id='second' to='b@example.org'/>");
            bench.settle();
            assertThat(alice.received().toString()).contains("resource-constraint");
        }
    }

    @Test
    void nobodySubscribesToThemselves() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            TYPES.forEach(type -> alice.sends("<presence type='" + type + "' to='alice@example.org'/>"));
            bench.settle();
            assertThat(alice.received()).isEmpty();
            assertThat(alice.accepted()).isEqualTo(4);
        }
    }

    @Test
    void ofARequestOnlyWhatPeopleReadIsKept() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<presence type='subscribe' to='bob@example.org' id='s' xml:lang='en'><status>It is me, "
                    + "\uD83D\uDE00".repeat(600) + "</status><nick xmlns='http://jabber.org/protocol/nick'>Al</nick>"
                    + "<huge xmlns='urn:x'>" + "x".repeat(10_000) + "</huge></presence>");
            bench.settle();
            Bench.Client bob = bench.connect("bob@example.org/home");
            bob.sends("<presence/>");
            bench.settle();
            String request = bob.received().stream()
                    .filter(e -> e.attr("type").filter("subscribe"::equals).isPresent())
                    .findFirst()
                    .orElseThrow()
                    .toString();
            assertThat(request)
                    .contains("id='s'", "It is me, \uD83D\uDE00", ">Al<")
                    .doesNotContain("huge");
            assertThat(request.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_400);
        }
    }
}
