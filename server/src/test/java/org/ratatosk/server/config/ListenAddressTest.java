package org.ratatosk.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and ports of listeners as text. */
class ListenAddressTest {
    @Test
    void readsNameAndBothKindsOfAddress() {
        assertThat(ListenAddress.parse("localhost:5222")).contains(new ListenAddress("localhost", 5222));
        assertThat(ListenAddress.parse("127.0.0.1:0")).contains(new ListenAddress("127.0.0.1", 0));
        assertThat(ListenAddress.parse("[::1]:5223")).contains(new ListenAddress("::1", 5223));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5222", ":5222", "localhost:", "localhost:x", "localhost:65536", "localhost:-1", "::1:5222"})
    void refusesWhatIsNoAddress(String text) {
        assertThat(ListenAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::]:5222", "127.0.0.1:5223"})
    void isWrittenAsItWasRead(String text) {
        assertThat(ListenAddress.parse(text).orElseThrow()).hasToString(text);
    }
}
