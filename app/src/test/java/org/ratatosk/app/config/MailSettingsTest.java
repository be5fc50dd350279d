package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.config.MailConfig;

/** The settings of the server that takes mails. */
class MailSettingsTest {
    private static final String GOOD =
            "host = smtp.example.org, user = ratatosk, password = secret-4711, from = \"ratatosk@Example.org\"";

    private static AppConfig read(String mail) throws ConfigProblems {
        StrictReader reader = StrictReader.of("mail { " + mail + " }");
        AppConfig config = AppConfig.read(reader, Path.of("/home"), null);
        reader.finish();
        return config;
    }

    @Test
    void withoutAHostThereIsNoMail() throws ConfigProblems {
        assertThat(read("").mail()).isEmpty();
        assertThat(read("port = 25, from = nonsense").mail()).isEmpty();
    }

    @Test
    void aServerIsNamedWithALogin() throws ConfigProblems {
        assertThat(read(GOOD).mail())
                .contains(new MailConfig(
                        "smtp.example.org",
                        587,
                        MailConfig.Tls.STARTTLS,
                        "ratatosk",
                        "secret-4711",
                        "ratatosk@example.org",
                        false));
        assertThat(read(GOOD + ", tls = direct, port = 465").mail())
                .map(MailConfig::tls)
                .contains(MailConfig.Tls.DIRECT);
        assertThat(read(GOOD).toString()).contains("smtp.example.org:587").doesNotContain("secret-4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "\"[::1]\"", "\"::1\""})
    void onThisMachineTlsIsNotNeeded(String host) throws ConfigProblems {
        assertThat(read("tls = none, port = 25, from = \"a@b.example\", host = " + host)
                        .mail())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp.example.org", "10.0.0.1", "127.example.org", "localhost.example.org"})
    void elsewhereItIsUnlessTheOwnerSaysSo(String host) throws ConfigProblems {
        String plain = "tls = none, from = \"a@b.example\", host = " + host;
        assertThatThrownBy(() -> read(plain))
                .hasMessageContaining("mail.tls can be none only with a server on this machine");
        assertThat(read(plain + ", allow-plain = on").mail()).isPresent();
    }

    @Test
    void whatIsWrongIsSaidWithoutThePassword() {
        assertThatThrownBy(() -> read("host = \"smtp.example.org:587\", password = secret-4711"))
                .hasMessageContaining("mail.host must be the name of a server")
                .hasMessageContaining("mail.user must be set where mail.password is")
                .hasMessageContaining("mail.from must be the address")
                .hasMessageNotContaining("secret-4711");
        assertThatThrownBy(() -> read("host = smtp.example.org, user = x, from = \"a@b.example\""))
                .hasMessageContaining("mail.password must be set where mail.user is");
    }
}
