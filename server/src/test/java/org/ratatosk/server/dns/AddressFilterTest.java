package org.ratatosk.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Security test 24: whom a stranger's DNS record must not make this server dial. */
@Tag("also-federation")
class AddressFilterTest {
    private static InetAddress address(String text) {
        return AddressFilter.literal(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.255.255.254, a loopback address",
        "::1, a loopback address",
        "0.0.0.0, an address that means this machine",
        "0.1.2.3, an address that means this machine",
        "::, an address that means this machine",
        "10.0.0.1, a private address",
        "172.16.0.1, a private address",
        "172.31.255.255, a private address",
        "192.168.1.1, a private address",
        "100.64.0.1, an address shared inside a provider's network",
        "100.127.255.255, an address shared inside a provider's network",
        "169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "fd12:3456::1, a unique-local address",
        "fc00::1, a unique-local address",
        "fec0::1, a site-local address",
        "224.0.0.1, a multicast address",
        "239.255.255.250, a multicast address",
        "ff02::1, a multicast address",
        "255.255.255.255, the broadcast address",
        "240.0.0.1, a reserved address",
        "::127.0.0.1, an IPv4 address in the clothes of IPv6",
        "64:ff9b::7f00:1, an IPv4 address behind NAT64",
        "64:ff9b:1::1, an IPv4 address behind NAT64",
        "2002:7f00:1::, a 6to4 address",
        "2001:0:1::1, a Teredo address",
        "2001:db8::1, an address for documentation",
        "192.0.2.1, an address for documentation",
        "198.18.0.1, an address for measurements"
    })
    void refusesWhatIsNotPublicAndSaysWhy(String address, String why) {
        assertThat(AddressFilter.closed().refusal(address(address))).contains(why);
        assertThat(AddressFilter.open().refusal(address(address)))
                .as("the owner's own word")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "169.253.255.255",
                "192.167.1.1",
                "223.255.255.255",
                "2a00::1",
                "2001:470::1",
                "2003::1",
                "64:ff9a::1"
            })
    void letsPublicAddressesPass(String address) {
        assertThat(AddressFilter.closed().refusal(address(address))).isEmpty();
    }

    @Test
    void allowsTheNetworksThatTheOwnerNames() {
        AddressFilter filter = AddressFilter.allowing(List.of("10.1.0.0/16", "fd00:1::/33", "127.0.0.2"));

        assertThat(filter.refusal(address("10.1.255.255"))).isEmpty();
        assertThat(filter.refusal(address("10.2.0.0"))).isPresent();
        assertThat(filter.refusal(address("fd00:1:7fff::1"))).isEmpty();
        assertThat(filter.refusal(address("fd00:1:8000::1"))).isPresent();
        assertThat(filter.refusal(address("127.0.0.2"))).isEmpty();
        assertThat(filter.refusal(address("127.0.0.1"))).isPresent();
    }

    @Test
    void whoAllowsNat64HasNotAllowedWhatLiesBehindIt() {
        AddressFilter filter = AddressFilter.allowing(List.of("64:ff9b::/96"));
        assertThat(filter.refusal(address("64:ff9b::101:101"))).isEmpty();
        assertThat(filter.refusal(address("64:ff9b::a9fe:a9fe"))).contains("a link-local address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x", "10.0.0/8", "", "10.0.0.0/"})
    void saysWhichNetworkCannotBeRead(String network) {
        assertThatThrownBy(() -> AddressFilter.allowing(List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(network + " is no network");
    }

    @Test
    void triesBothKindsByTurnsTheNewOneFirst() {
        List<InetAddress> found = List.of(
                address("1.1.1.1"), address("1.1.1.2"), address("1.1.1.3"), address("2a00::1"), address("2a00::2"));
        assertThat(AddressFilter.interleaved(found))
                .containsExactly(
                        address("2a00::1"),
                        address("1.1.1.1"),
                        address("2a00::2"),
                        address("1.1.1.2"),
                        address("1.1.1.3"));
    }

    /** What looks like an address and is none would be looked up as a name by the system, on the thread of an event loop. */
    @Test
    void takesOnlyAddressesForAddresses() {
        assertThat(List.of("999.1.1.1", "1.2.3", "1.2.3.4.", "1.2.3.256", "1.2.3.4.5", "dead.beef"))
                .allMatch(text -> AddressFilter.literal(text).isEmpty());
        assertThat(AddressFilter.literal("255.249.9.0")).isPresent();
    }
}
