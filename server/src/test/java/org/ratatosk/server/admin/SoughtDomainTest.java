package org.ratatosk.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoughtDomainTest {
    @ParameterizedTest
    @ValueSource(strings = {"far.example", "Far.Example", " far.example ", "far.example."})
    void aDomainIsTakenAsItIs(String text) {
        assertThat(SoughtDomain.of(text)).contains(new SoughtDomain("far.example", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@far.example,far.example",
        "alice@far.example/phone@home,far.example",
        "far.example/phone,far.example",
        "xmpp:alice@far.example?message;body=hi,far.example",
        "mailto:alice@far.example,far.example",
        "XMPP:far.example,far.example",
        "https://far.example/,far.example",
        "https://user@www.far.example:8443/a@b#c,www.far.example",
        "http://far.example?x,far.example",
        "far.example:5269,far.example",
        "xmpp:alice@bücher.example,bücher.example",
        "alice@straße.example,straße.example",
        "[2001:db8::1]:5269,[2001:db8::1]"
    })
    void ofAnAddressOrUrlTheDomainIsTakenAndThatIsSaid(String text, String domain) {
        assertThat(SoughtDomain.of(text))
                .contains(new SoughtDomain(domain, "Of \"" + text + "\" only the domain " + domain + " is tested."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "@", "a b", "alice@", "https://", "a b@far.example?", "xmpp:"})
    void whatHasNoDomainIsNone(String text) {
        assertThat(SoughtDomain.of(text)).isEmpty();
    }
}
