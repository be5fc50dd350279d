package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.acme.AcmeConfig;
import org.ratatosk.server.acme.AcmeConfig.Proof;

/** The settings of certificates that are ordered. */
class AcmeSettingsTest {
    private static final Path HOME = Path.of("/home");

    private static Optional<AcmeConfig> read(String acme, boolean hasHttp) throws ConfigProblems {
        StrictReader reader = StrictReader.of("acme { " + acme + " }");
        Optional<AcmeConfig> read = AcmeSettings.read(reader, HOME, hasHttp);
        reader.finish();
        return read;
    }

    @Test
    void ordersNothingUnlessItIsTold() throws ConfigProblems {
        assertThat(read("", false)).isEmpty();
        assertThat(read("email = \"a@b.example\", agree-terms = on", true)).isEmpty();
    }

    @Test
    void readsWhomToAskAndHow() throws ConfigProblems {
        assertThat(read("enabled = on, agree-terms = on", true))
                .contains(new AcmeConfig(
                        URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                        "",
                        true,
                        Proof.HTTP_01,
                        Optional.empty()));
        assertThat(read(
                        "enabled = on, agree-terms = on, challenge = dns-01, hook = bin/dns,"
                                + " directory = \"https://ca.test/dir\", email = \"a@b.example\"",
                        false))
                .contains(new AcmeConfig(
                        URI.create("https://ca.test/dir"),
                        "a@b.example",
                        true,
                        Proof.DNS_01,
                        Optional.of(Path.of("/home/bin/dns"))));
    }

    @Test
    void saysWhatDoesNotFitTogether() {
        assertThatThrownBy(() -> read("enabled = on", true)).hasMessageContaining("terms must be agreed to");
        assertThatThrownBy(() -> read("enabled = on, agree-terms = on, challenge = dns-01", false))
                .hasMessageContaining("needs a hook");
        assertThatThrownBy(() -> read("enabled = on, agree-terms = on", false))
                .hasMessageContaining("acme.challenge http-01 needs web.http");
        assertThatThrownBy(() -> read("directory = \"http://ca.test/dir\"", true))
                .hasMessageContaining("acme.directory must be");
        assertThatThrownBy(() -> read("challenge = tls-alpn-01", true)).hasMessageContaining("one of http-01, dns-01");
    }
}
