package org.ratatosk.bridge.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for an address. */
class MailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "alice@example.org, alice@example.org",
        "' Alice.B+news@Mail.Example.ORG ', Alice.B+news@mail.example.org",
        "mailto:o'neil@example.org, o'neil@example.org",
        "a@bücher.example, a@xn--bcher-kva.example",
    })
    void addressesAreRead(String text, String address) {
        assertThat(MailAddress.read(text)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@example.org",
                "alice@",
                "alice@localhost",
                "alice@127.0.0.1",
                "alice@[127.0.0.1]",
                "alice@-x.example",
                "alice@x..example",
                ".alice@example.org",
                "a..b@example.org",
                "a b@example.org",
                "\"a b\"@example.org",
                "a@b@example.org",
                "alice@example.org, eve@evil.test",
                "alice@example.org>\r\nRCPT TO:<eve@evil.test",
                "alice@example.org\u0000",
                "alice\r\n@example.org",
                "Alice <alice@example.org>",
                "@relay.test:alice@example.org",
                "äpfel@example.org"
            })
    void whatIsNoneIsNotTaken(String text) {
        assertThat(MailAddress.read(text)).isEmpty();
    }

    @Test
    void anAddressHasALength() {
        assertThat(MailAddress.read("a".repeat(64) + "@example.org")).isPresent();
        assertThat(MailAddress.read("a".repeat(65) + "@example.org")).isEmpty();
        assertThat(MailAddress.read("a@" + "b.".repeat(130) + "org")).isEmpty();
    }
}
