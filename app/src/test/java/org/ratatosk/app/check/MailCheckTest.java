package org.ratatosk.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.cms.MailServer;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.config.ConfigProblems;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** What the owner is told of the mail server, asked over SMTP; SubEtha SMTP is the server. */
class MailCheckTest {
    @TempDir
    Path folder;

    private final AtomicInteger mails = new AtomicInteger();
    private SMTPServer server;

    @BeforeEach
    void open() {
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((context, from, to, data) -> mails.incrementAndGet())
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!password.equals("good-4711")) {
                        throw new LoginFailedException("no");
                    }
                }))
                .build();
        server.start();
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private Finding look(String host, String more) throws IOException, ConfigProblems {
        Path file = Files.writeString(
                folder.resolve("site.conf"),
                "mail { host = \"" + host + "\", port = " + server.getPortAllocated()
                        + ", from = \"site@example.org\", user = site, " + more + " }");
        List<Finding> found = new MailCheck(MailServer::mailer).look(AppConfig.read(file, folder, folder));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).line()).doesNotContain("4711");
        assertThat(mails).hasValue(0);
        return found.get(0);
    }

    @Test
    void withoutAServerNothingIsLookedAt() throws ConfigProblems, IOException {
        Path file = Files.writeString(folder.resolve("site.conf"), "");
        assertThat(new MailCheck(MailServer::mailer).look(AppConfig.read(file, folder, folder)))
                .isEmpty();
    }

    @Test
    void aServerThatTakesTheLoginIsGood() throws Exception {
        Finding found = look("127.0.0.1", "tls = none, password = good-4711");
        assertThat(found.mark()).isEqualTo(Finding.Mark.GOOD);
        assertThat(found.text()).contains("answers, without TLS, and takes the login of site");
    }

    @Test
    void aRefusedLoginIsSaid() throws Exception {
        Finding found = look("127.0.0.1", "tls = none, password = bad-4711");
        assertThat(found.mark()).isEqualTo(Finding.Mark.BAD);
        assertThat(found.text()).contains("refuses the login");
    }

    @Test
    void aServerWithoutTlsIsSaid() throws Exception {
        Finding found = look("127.0.0.1", "password = good-4711");
        assertThat(found.mark()).isEqualTo(Finding.Mark.BAD);
        assertThat(found.text()).contains("STARTTLS");
        assertThat(found.advice()).contains("587 goes with starttls");
    }

    @Test
    void aServerThatIsAwayIsSaid() throws Exception {
        server.stop();
        assertThat(look("127.0.0.1", "tls = none, password = good-4711").text()).contains("cannot be reached");
    }

    @Test
    void aPrivateAddressIsNotDialledUnasked() throws Exception {
        Finding found = look("10.255.255.1", "tls = none, allow-plain = on, password = good-4711");
        assertThat(found.text()).contains("a private address");
        assertThat(found.advice()).contains("mail.allow-private");
    }
}
