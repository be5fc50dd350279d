package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** RFC 6121 section 2: bounds and versions. */
class RosterTest {
    private static String put(String jid, String more) {
        return "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='" + jid + "' " + more
                + "/></query></iq>";
    }

    private static String get(String ver) {
        return "<iq type='get' id='g'><query xmlns='jabber:iq:roster' ver='" + ver + "'/></iq>";
    }

    private static List<Element> exchange(Bench bench, Bench.Client client, String xml) {
        client.received();
        client.sends(xml);
        bench.settle();
        return client.received();
    }

    @Test
    void theRosterIsBounded() {
        try (Bench bench = new Bench(Small.config(usual -> Small.limits(usual, 2, 10, 10, 10)))) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            exchange(bench, alice, put("a@example.net", ""));
            exchange(bench, alice, put("b@example.net", ""));
            assertThat(exchange(bench, alice, put("c@example.net", "")).toString())
                    .contains("resource-constraint");
            assertThat(exchange(bench, alice, put("b@example.net", "name='B'")).toString())
                    .as("those that are there can still be changed")
                    .contains("type='result'");
        }
    }

    @Test
    void namesAreBounded() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            assertThat(exchange(bench, alice, put("a@example.net", "name='" + "ä".repeat(512) + "'"))
                            .toString())
                    .contains("not-acceptable");
        }
    }

    @Test
    void theGroupsOfAContactAreBounded() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            assertThat(exchange(bench, alice, inGroups(64)).toString()).contains("type='result'");
            assertThat(exchange(bench, alice, inGroups(65)).toString()).contains("not-acceptable");
        }
    }

    private static String inGroups(int count) {
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < count; i++) {
            groups.append("<group>").append(i).append("</group>");
        }
        return "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='a@example.net'>" + groups
                + "</item></query></iq>";
    }

    @Test
    void anItemStandsForTheBareAddress() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            exchange(bench, alice, get(""));
            assertThat(exchange(bench, alice, put("A@Example.NET/home", "")).toString())
                    .contains("jid='a@example.net'");
        }
    }

    @Test
    void aLongAbsenceIsAnsweredWithTheWholeRoster() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            String ver = ver(exchange(bench, alice, get("")));
            for (int i = 0; i < 51; i++) {
                exchange(bench, alice, put("c" + i + "@example.net", ""));
            }
            List<Element> answer = exchange(bench, alice, get(ver));
            assertThat(answer).hasSize(1);
            assertThat(answer.get(0).first().orElseThrow().children()).hasSize(51);
        }
    }

    @Test
    void anAccountMadeAnewHasNoVersionOfTheOldOne() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            exchange(bench, alice, put("a@example.net", ""));
            String old = ver(exchange(bench, alice, get("")));
            bench.server().admin().deleteAccount(Jid.of("alice@example.org"));
            bench.settle();
            bench.server().admin().createAccount(Jid.of("alice@example.org"), Account.Role.MEMBER);
            bench.settle();
            Bench.Client anew = bench.connect("alice@example.org/home");
            exchange(bench, anew, put("b@example.net", ""));
            List<Element> answer = exchange(bench, anew, get(old));
            assertThat(answer.get(0).first().orElseThrow().children()).hasSize(1);
        }
    }

    private static String ver(List<Element> answer) {
        return answer.get(0).first().orElseThrow().attr("ver").orElseThrow();
    }
}
