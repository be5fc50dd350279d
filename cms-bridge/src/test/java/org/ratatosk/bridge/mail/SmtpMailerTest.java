package org.ratatosk.bridge.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.config.MailConfig.Tls;
import org.ratatosk.bridge.mail.MailException.Kind;
import org.ratatosk.bridge.mail.SmtpServer.Received;
import org.ratatosk.server.tls.TrustAnchors;

/** How mails get to an SMTP server that others wrote, over TLS by a certificate of the test's own authority. */
class SmtpMailerTest {
    private static final String END = "https://example.org/no-mail/abc";

    @TempDir
    Path folder;

    private static Mail mail(String subject, String text) {
        return new Mail(
                "alice@far.test",
                subject,
                text,
                "id-1@example.org",
                Instant.parse("2026-03-01T12:00:00Z"),
                Optional.of(END));
    }

    private static MailException failure(Mailer mailer) {
        return catchThrowableOfType(MailException.class, () -> mailer.send(mail("News", "text")));
    }

    @ParameterizedTest
    @EnumSource(Tls.class)
    void aMailGoesThereAfterALogin(Tls tls) throws MailException {
        try (SmtpServer server = new SmtpServer(tls, true, folder)) {
            Mailer mailer = server.mailer("Grüße & Co");
            assertThat(mailer.look())
                    .contains(tls == Tls.NONE ? "without TLS" : "over TLS")
                    .contains("the login of ratatosk")
                    .doesNotContain(SmtpServer.PASSWORD);
            assertThat(server.received()).isEmpty();
            mailer.send(mail("Äpfel sind da", "Ein Satz über Äpfel 🍎.\n.\nNach dem Punkt.\n"));
            Received mail = server.only();
            assertThat(mail.from()).isEqualTo("site@example.org");
            assertThat(mail.to()).isEqualTo("alice@far.test");
            assertThat(mail.subject()).isEqualTo("Äpfel sind da");
            assertThat(mail.text()).isEqualTo("Ein Satz über Äpfel 🍎.\n.\nNach dem Punkt.\n");
            assertThat(mail.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat(mail.header("Message-ID")).isEqualTo("<id-1@example.org>");
            assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(mail.header("List-Unsubscribe")).isEqualTo("<" + END + ">");
            assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        }
    }

    @Test
    void namesAndTitlesMakeNoHeaders() throws MailException {
        try (SmtpServer server = new SmtpServer()) {
            server.mailer("Site\r\nBcc: eve@evil.test\u2028X: y")
                    .send(mail("Title\r\nBcc: eve@evil.test\r\n\r\nbody\u0000\u202e", "text"));
            Received mail = server.only();
            assertThat(mail.headers())
                    .containsExactlyInAnyOrder(
                            "Date",
                            "From",
                            "To",
                            "Message-ID",
                            "Subject",
                            "MIME-Version",
                            "Content-Type",
                            "Content-Transfer-Encoding",
                            "Auto-Submitted",
                            "List-Unsubscribe",
                            "List-Unsubscribe-Post");
            assertThat(mail.subject()).isEqualTo("Title Bcc: eve@evil.test body");
            assertThat(mail.text()).isEqualTo("text\n");
            assertThat(mail.to()).isEqualTo("alice@far.test");
        }
    }

    @Test
    void anEndWithoutTlsIsNotOffered() throws MailException {
        try (SmtpServer server = new SmtpServer()) {
            server.mailer("Site")
                    .send(new Mail(
                            "a@far.test", "s", "t", "i@x", Instant.EPOCH, Optional.of("http://localhost/no-mail/x")));
            assertThat(server.only().header("List-Unsubscribe-Post")).isEmpty();
        }
    }

    @Test
    void withoutTlsNothingIsSaidWhereTlsIsSet() {
        try (SmtpServer server = new SmtpServer(Tls.NONE, true, folder)) {
            MailConfig config = server.config(Tls.STARTTLS, SmtpServer.USER, SmtpServer.PASSWORD);
            MailException failure = failure(server.mailer(config, "Site"));
            assertThat(failure.kind()).isEqualTo(Kind.AWAY);
            assertThat(failure.words()).contains("STARTTLS");
            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"STARTTLS", "DIRECT"})
    void aCertificateOfSomebodyElseIsRefused(Tls tls) {
        try (SmtpServer server = new SmtpServer(tls, false, folder)) {
            MailConfig right = server.config(tls, "", "");
            MailConfig otherName = new MailConfig("other.test", right.port(), tls, "", "", "site@example.org", true);
            assertThat(failure(server.mailer(otherName, "Site")).kind()).isEqualTo(Kind.AWAY);
            Mailer unbelieving = new SmtpMailer(
                    right,
                    "Site",
                    host -> List.of(InetAddress.getLoopbackAddress()),
                    TrustAnchors.system().client(new SecureRandom()),
                    Duration.ofSeconds(20));
            assertThat(failure(unbelieving).kind()).isEqualTo(Kind.AWAY);
            assertThat(failure(server.mailer(right, "Site"))).isNull();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aRefusedLoginIsOursToMendAndThePasswordIsNotTold() {
        try (SmtpServer server = new SmtpServer(Tls.STARTTLS, true, folder)) {
            MailConfig config = server.config(Tls.STARTTLS, SmtpServer.USER, "wrong-secret-5");
            MailException failure = failure(server.mailer(config, "Site"));
            assertThat(failure.kind()).isEqualTo(Kind.AWAY);
            assertThat(failure.words()).contains("refuses the login").doesNotContain("wrong-secret-5");
            assertThat(config.toString()).doesNotContain("wrong-secret-5");
            MailConfig nobody = server.config(Tls.STARTTLS, "", "");
            assertThat(failure(server.mailer(nobody, "Site")).kind()).isEqualTo(Kind.AWAY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "450, 250, LATER",
        "550, 250, REFUSED",
        "421, 250, AWAY",
        "250, 451, LATER",
        "250, 554, REFUSED",
    })
    void whatTheServerAnswersSaysWhatComesNext(int toRecipient, int toMail, Kind kind) throws MailException {
        try (SmtpServer server = new SmtpServer()) {
            server.answerRecipients(toRecipient);
            server.answerMails(toMail);
            MailException failure = failure(server.mailer("Site"));
            assertThat(failure.kind()).isEqualTo(kind);
            server.answerMails();
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void whoRefusesTheSenderRefusesUs() {
        try (SmtpServer server = new SmtpServer()) {
            MailConfig right = server.config(Tls.NONE, "", "");
            MailConfig other = new MailConfig(right.host(), right.port(), Tls.NONE, "", "", "nobody@example.org", true);
            MailException failure = failure(server.mailer(other, "Site"));
            assertThat(failure.kind()).isEqualTo(Kind.AWAY);
            assertThat(failure.words()).contains("takes no mail from nobody@example.org");
        }
    }

    @Test
    void aServerThatIsAwayIsSaid() {
        SmtpServer server = new SmtpServer();
        Mailer mailer = server.mailer("Site");
        server.stop();
        assertThat(failure(mailer).kind()).isEqualTo(Kind.AWAY);
        assertThatThrownBy(mailer::look).hasMessageContaining("cannot be reached");
    }

    @Test
    void anAddressThatMayNotBeDialledIsNot() {
        try (SmtpServer server = new SmtpServer()) {
            Mailer mailer = new SmtpMailer(
                    server.config(Tls.NONE, "", ""),
                    "Site",
                    host -> {
                        throw new IOException(host + " has the address 127.0.0.1, a loopback address");
                    },
                    TrustAnchors.system().client(new SecureRandom()),
                    Duration.ofSeconds(20));
            assertThat(failure(mailer).words()).contains("a loopback address");
            assertThat(server.received()).isEmpty();
        }
    }
}
