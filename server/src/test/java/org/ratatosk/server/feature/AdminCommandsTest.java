package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.testing.Bench;

/** XEP-0133: whose commands are done, and what they leave behind. */
class AdminCommandsTest {
    private static final String NODE = "http://jabber.org/protocol/admin#";
    private final Bench bench = new Bench();
    private Bench.Client alice;
    private Bench.Client odin;

    @BeforeEach
    void connect() {
        bench.accounts("alice@example.org", "odin@example.org", "bob@example.org", "far@example.net");
        for (String admin : new String[] {"alice@example.org", "odin@example.org"}) {
            bench.server().admin().setRole(Jid.of(admin), Account.Role.ADMIN);
        }
        bench.settle();
        alice = bench.connect("alice@example.org/home");
        odin = bench.connect("odin@example.org/home");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String asks(Bench.Client client, String command) {
        client.sends("<iq type='set' id='c' to='example.org'>" + command + "</iq>");
        bench.settle();
        return client.received().toString();
    }

    private static String command(String node, String more, String form) {
        return "<command xmlns='http://jabber.org/protocol/commands' node='" + NODE + node + "' " + more + ">" + form
                + "</command>";
    }

    private String begin(Bench.Client client, String node) {
        String answer = asks(client, command(node, "", ""));
        assertThat(answer).contains("status='executing'");
        return answer.replaceAll("(?s).*sessionid='([^']*)'.*", "$1");
    }

    private static String submitted(String node, String session, String field, String value) {
        return command(
                node,
                "sessionid='" + session + "'",
                "<x xmlns='jabber:x:data' type='submit'><field var='" + field + "'><value>" + value
                        + "</value></field></x>");
    }

    private boolean exists(String bare) {
        boolean[] there = new boolean[1];
        bench.server().admin().account(Jid.of(bare)).thenAccept(found -> there[0] = found.isPresent());
        bench.settle();
        return there[0];
    }

    @Test
    void whatOneAdminHasBegunAnotherCannotGoOnWith() {
        String session = begin(alice, "delete-user");
        assertThat(asks(odin, submitted("delete-user", session, "accountjids", "bob@example.org")))
                .contains("bad-sessionid");
        assertThat(exists("bob@example.org")).isTrue();
    }

    @Test
    void aSessionIsForItsCommandAndForOnce() {
        String session = begin(alice, "end-user-session");
        assertThat(asks(alice, submitted("delete-user", session, "accountjids", "bob@example.org")))
                .contains("bad-sessionid");
        assertThat(exists("bob@example.org")).isTrue();
        session = begin(alice, "delete-user");
        assertThat(asks(alice, submitted("delete-user", session, "accountjids", "bob@example.org")))
                .contains("status='completed'");
        assertThat(exists("bob@example.org")).isFalse();
        assertThat(asks(alice, submitted("delete-user", session, "accountjids", "odin@example.org")))
                .contains("bad-sessionid");
    }

    @Test
    void whoIsNoAdminAnyMoreCannotGoOn() {
        String session = begin(alice, "delete-user");
        bench.server().admin().setRole(Jid.of("alice@example.org"), Account.Role.MEMBER);
        bench.settle();
        assertThat(asks(alice, submitted("delete-user", session, "accountjids", "bob@example.org")))
                .contains("<forbidden ");
        assertThat(exists("bob@example.org")).isTrue();
    }

    /** Of several accounts one of another domain stops the command before anything is done. */
    @Test
    void nothingIsDoneIfOneAccountIsForeign() {
        String session = begin(alice, "delete-user");
        String both = submitted("delete-user", session, "accountjids", "bob@example.org</value><value>far@example.net");
        assertThat(asks(alice, both)).contains("<not-allowed ");
        assertThat(exists("bob@example.org")).isTrue();
        assertThat(exists("far@example.net")).isTrue();
    }

    /** An account whose password cannot be used is not left behind without one. */
    @Test
    void noAccountStaysThatCouldNotBeFinished() {
        String session = begin(alice, "add-user");
        String added = command(
                "add-user",
                "sessionid='" + session + "'",
                "<x xmlns='jabber:x:data' type='submit'><field var='accountjid'><value>new@example.org</value></field>"
                        + "<field var='password'><value>with a &#9; in it</value></field>"
                        + "<field var='password-verify'><value>with a &#9; in it</value></field></x>");
        assertThat(asks(alice, added)).contains("type='error'").doesNotContain("in it<");
        assertThat(exists("new@example.org")).isFalse();
    }
}
