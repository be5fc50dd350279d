package org.ratatosk.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which domains count as one. */
class RegistrableDomainTest {
    @ParameterizedTest
    @CsvSource({
        "example.org,example.org",
        "a.b.example.org,example.org",
        "localhost,localhost",
        "example.co.uk,example.co.uk",
        "a.b.example.co.uk,example.co.uk",
        "co.uk,co.uk",
        "chat.com.example,com.example",
        "chat.example.de,example.de",
        "chat.b\u00fccher.example,xn--bcher-kva.example",
        "chat.xn--bcher-kva.example,xn--bcher-kva.example",
        "192.0.2.1,192.0.2.1",
        "[2001:db8::1],20010db800000000",
        "[2001:db8::ffff:0:1],20010db800000000",
        "2001:db8:0:0:1::,20010db800000000",
        "[2001:db8:0:1::1],20010db800000001",
        "chat.stra\u00dfe.test,xn--strae-oqa.test",
        "a\u200db.test,a\u200db.test"
    })
    void groups(String domain, String registrable) {
        assertThat(RegistrableDomain.of(domain)).isEqualTo(registrable);
    }
}
