package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.jid.Jid;

class NamesTest {
    private final Names names = new Names(List.of("example.org", "two.example"));

    @ParameterizedTest
    @CsvSource({"alice, alice@example.org", "alice@two.example, alice@two.example", "bär, bär@example.org"})
    void aNameIsAnAccountAndBack(String name, String home) {
        assertThat(names.home(name)).contains(Jid.of(home));
        assertThat(names.of(Jid.of(home))).contains(name);
        assertThat(names.of(Jid.of(home + "/desk"))).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Alice", "alice@example.org", "alice@elsewhere.example", "a b", "alice/desk", "@two.example"
            })
    void otherTextsAreNoNames(String text) {
        assertThat(names.home(text)).isEmpty();
    }

    @Test
    void otherAddressesAreNobody() {
        assertThat(names.of(Jid.of("alice@elsewhere.example"))).isEmpty();
        assertThat(names.of(Jid.of("example.org"))).isEmpty();
        assertThat(names.of(Jid.of("two.example"))).isEmpty();
        assertThat(names.isSite(Jid.of("sub.example.org"))).isFalse();
    }
}
