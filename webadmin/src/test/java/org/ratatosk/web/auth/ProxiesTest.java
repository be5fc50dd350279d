package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private final Proxies proxies = new Proxies(List.of("10.1.0.0/16", "127.0.0.1", "2001:db8::/33"));

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void networksAreComparedByTheirBits() {
        assertThat(proxies.trusts(address("10.1.255.3"))).isTrue();
        assertThat(proxies.trusts(address("10.2.0.1"))).isFalse();
        assertThat(proxies.trusts(address("127.0.0.1"))).isTrue();
        assertThat(proxies.trusts(address("127.0.0.2"))).isFalse();
        assertThat(proxies.trusts(address("2001:db8:7fff::1"))).isTrue();
        assertThat(proxies.trusts(address("2001:db8:8000::1"))).isFalse();
        assertThat(new Proxies(List.of("0.0.0.0/0")).trusts(address("::1"))).isFalse();
    }

    @Test
    void strangersAreNotBelieved() {
        assertThat(proxies.client(address("203.0.113.9"), List.of("198.51.100.1")))
                .isEqualTo(address("203.0.113.9"));
        assertThat(proxies.secure(address("203.0.113.9"), false, List.of("https")))
                .isFalse();
    }

    @Test
    void ofAChainOnlyWhatTrustedOnesWroteCounts() {
        InetAddress proxy = address("127.0.0.1");
        assertThat(proxies.client(proxy, List.of("198.51.100.1", "203.0.113.9", "10.1.2.3")))
                .isEqualTo(address("203.0.113.9"));
        assertThat(proxies.client(proxy, List.of())).isEqualTo(proxy);
        assertThat(proxies.client(proxy, List.of("nonsense"))).isEqualTo(proxy);
        assertThat(proxies.client(proxy, List.of("localhost"))).isEqualTo(proxy);
        assertThat(proxies.client(proxy, List.of("2001:db9::5"))).isEqualTo(address("2001:db9::5"));
    }

    @Test
    void theirWordOnEncryptionCounts() {
        InetAddress proxy = address("127.0.0.1");
        assertThat(proxies.secure(proxy, false, List.of("https"))).isTrue();
        assertThat(proxies.secure(proxy, true, List.of("http"))).isFalse();
        assertThat(proxies.secure(proxy, true, List.of())).isTrue();
        assertThat(proxies.secure(proxy, false, List.of("https", "http"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "1", "::1/129"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> new Proxies(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
