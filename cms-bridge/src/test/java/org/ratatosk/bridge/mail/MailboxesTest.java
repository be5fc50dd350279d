package org.ratatosk.bridge.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.store.sql.SqlMailboxes;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;

/** How members prove their addresses, on the real tables and with an SMTP server of others. */
class MailboxesTest {
    private static final Jid HOME = Jid.of("alice@example.org");
    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final SmtpServer server = new SmtpServer();
    private final Mailboxes mailboxes =
            new Mailboxes(new SqlMailboxes(db), server.mailer("Example"), "Example", new SecureRandom(), clock);

    @AfterEach
    void close() {
        server.close();
        db.close();
    }

    private String code() {
        List<SmtpServer.Received> all = server.received();
        Matcher code = Pattern.compile("mail (\\w{5}-\\w{5})")
                .matcher(all.get(all.size() - 1).text());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private String request(String member, String address) {
        mailboxes.request(member, HOME, address);
        return code();
    }

    @Test
    void aCodeProvesTheAddressThatItWasMailedTo() {
        String code = request("alice", "Alice@Far.Test");
        assertThat(server.only().to()).isEqualTo("Alice@far.test");
        assertThat(server.only().header("List-Unsubscribe")).isEmpty();
        assertThat(mailboxes.of("alice")).isEmpty();
        assertThat(mailboxes.waiting("alice")).contains("Alice@far.test");
        Mailbox box = mailboxes.prove("alice", code.toLowerCase(Locale.ROOT).replace("-", " "));
        assertThat(box.address()).isEqualTo("Alice@far.test");
        assertThat(box.away()).isFalse();
        assertThat(mailboxes.waiting("alice")).isEmpty();
        assertThatThrownBy(() -> mailboxes.prove("alice", code)).hasMessageContaining("No code of yours waits");
    }

    @Test
    void theCodeOfAnotherMemberProvesNothing() {
        request("bob", "bob@far.test");
        String code = request("alice", "alice@far.test");
        assertThatThrownBy(() -> mailboxes.prove("bob", code)).hasMessageContaining("Tries left: 4");
        assertThat(mailboxes.of("bob")).isEmpty();
    }

    @Test
    void onlyTheLastCodeIsGood() {
        String first = request("alice", "alice@one.test");
        String second = request("alice", "alice@two.test");
        assertThatThrownBy(() -> mailboxes.prove("alice", first)).hasMessageContaining("not the code");
        assertThat(mailboxes.prove("alice", second).address()).isEqualTo("alice@two.test");
    }

    @Test
    void aCodeLivesForHalfAnHour() {
        String code = request("alice", "alice@far.test");
        clock.pass(Duration.ofMinutes(30));
        assertThatThrownBy(() -> mailboxes.prove("alice", code)).hasMessageContaining("No code of yours waits");
        assertThat(mailboxes.of("alice")).isEmpty();
    }

    @Test
    void guessingEndsAfterFiveTries() {
        String code = request("alice", "alice@far.test");
        for (int left = 4; left > 0; left--) {
            String words = "Tries left: " + left;
            assertThatThrownBy(() -> mailboxes.prove("alice", "AAAAA-AAAAA")).hasMessageContaining(words);
        }
        assertThatThrownBy(() -> mailboxes.prove("alice", "AAAAA-AAAAA")).hasMessageContaining("in 30 minutes");
        assertThatThrownBy(() -> mailboxes.prove("alice", code)).hasMessageContaining("Too many codes were wrong");
        assertThatThrownBy(() -> mailboxes.request("alice", HOME, "alice@far.test"))
                .hasMessageContaining("Too many codes were wrong");
        assertThat(server.received()).hasSize(1);
        clock.pass(Duration.ofMinutes(31));
        mailboxes.prove("alice", request("alice", "alice@far.test"));
    }

    @Test
    void anAddressGetsThreeMailsInAnHourWhoeverAsks() {
        request("alice", "victim@far.test");
        request("bob", "VICTIM@far.test");
        request("carol", "victim@FAR.test");
        assertThatThrownBy(() -> mailboxes.request("dora", HOME, "Victim@far.test"))
                .hasMessageContaining("As many codes were mailed");
        assertThat(server.received()).hasSize(3);
        mailboxes.off("alice");
        assertThatThrownBy(() -> mailboxes.request("alice", HOME, "victim@far.test"))
                .hasMessageContaining("As many codes were mailed");
        clock.pass(Duration.ofMinutes(61));
        request("dora", "victim@far.test");
    }

    @Test
    void aMemberGetsFiveCodesInAnHour() {
        for (int i = 0; i < 5; i++) {
            request("alice", "a" + i + "@far.test");
        }
        mailboxes.clean();
        assertThatThrownBy(() -> mailboxes.request("alice", HOME, "b@far.test"))
                .hasMessageContaining("As many codes were mailed");
        assertThat(server.received()).hasSize(5);
        clock.pass(Duration.ofHours(2));
        mailboxes.clean();
        int rows = db.read(handle -> handle.createQuery("SELECT COUNT(*) FROM mail_code")
                .mapTo(Integer.class)
                .one());
        assertThat(rows).isZero();
    }

    @Test
    void whatTheServerSaysIsSaidInWordsWithoutItsOwn() {
        server.answerRecipients(550, 450);
        assertThatThrownBy(() -> mailboxes.request("alice", HOME, "alice@far.test"))
                .hasMessage("The server of that address does not take mail for it.");
        assertThatThrownBy(() -> mailboxes.request("alice", HOME, "alice@far.test"))
                .hasMessage("The code could not be mailed now. Try again later.");
        server.stop();
        assertThatThrownBy(() -> mailboxes.request("alice", HOME, "alice@far.test"))
                .hasMessage("The code could not be mailed now. Try again later.");
    }

    @Test
    void theCodeItselfIsNotKept() {
        String code = request("alice", "alice@far.test");
        String kept = db.read(handle ->
                handle.createQuery("SELECT * FROM mail_code").mapToMap().list().toString());
        assertThat(kept).contains("alice@far.test").doesNotContain(code, code.replace("-", ""));
    }

    @Test
    void aTokenEndsTheMailOfItsAddressAlone() {
        Mailbox one = mailboxes.prove("alice", request("alice", "alice@far.test"));
        Mailbox two = mailboxes.prove("bob", request("bob", "bob@far.test"));
        assertThat(one.token()).isNotEqualTo(two.token());
        assertThat(mailboxes.offByToken("x" + one.token())).isFalse();
        assertThat(mailboxes.offByToken(one.token())).isTrue();
        assertThat(mailboxes.offByToken(one.token())).isFalse();
        assertThat(mailboxes.of("alice")).isEmpty();
        assertThat(mailboxes.of("bob")).isPresent();
    }

    @Test
    void whereNoServerIsSetNothingIsSent() {
        Mailboxes none = new Mailboxes(new SqlMailboxes(db), null, "Example", new SecureRandom(), clock);
        assertThat(none.isOn()).isFalse();
        assertThatThrownBy(() -> none.request("alice", HOME, "alice@far.test"))
                .hasMessage("This site sends no e-mail.");
    }
}
