package org.ratatosk.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.testing.TurnableClock;

class AdmissionTest {
    private final TurnableClock clock = new TurnableClock();

    private Admission admission(int perAddress, int beforeLogin, int perSecond) {
        return new Admission(new Limits.Connections(perAddress, beforeLogin, perSecond), clock);
    }

    private static Optional<Admission.Pass> enter(Admission admission, String address) {
        try {
            return admission.enter(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void letsOneAddressHaveSoManyConnections() {
        Admission admission = admission(2, 100, 1000);
        Admission.Pass first = enter(admission, "192.0.2.1").orElseThrow();
        assertThat(enter(admission, "192.0.2.1")).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(enter(admission, "192.0.2.1")).isEmpty();
        assertThat(enter(admission, "192.0.2.2")).isPresent();

        first.loggedIn();
        assertThat(enter(admission, "192.0.2.1")).isEmpty();
        first.leave();
        first.leave();
        clock.pass(Duration.ofSeconds(1));
        assertThat(enter(admission, "192.0.2.1")).isPresent();
        assertThat(enter(admission, "192.0.2.1")).isEmpty();
    }

    @Test
    void countsANetworkOfIpv6AsOneAddress() {
        Admission admission = admission(1, 100, 1000);
        assertThat(enter(admission, "2001:db8:0:1::1")).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(enter(admission, "2001:db8:0:1:ffff::2")).isEmpty();
        assertThat(enter(admission, "2001:db8:0:2::1")).isPresent();
    }

    @Test
    void letsSoManyStrangersIn() {
        Admission admission = admission(10, 2, 1000);
        Admission.Pass first = enter(admission, "192.0.2.1").orElseThrow();
        Admission.Pass second = enter(admission, "192.0.2.2").orElseThrow();
        assertThat(enter(admission, "192.0.2.3")).isEmpty();
        first.loggedIn();
        first.loggedIn();
        assertThat(enter(admission, "192.0.2.3")).isPresent();
        assertThat(enter(admission, "192.0.2.4")).isEmpty();
        second.leave();
        first.leave();
        assertThat(enter(admission, "192.0.2.4")).isPresent();
        assertThat(enter(admission, "192.0.2.5")).isEmpty();
    }

    /** Security test 6. */
    @Test
    void slowsDownWhoComesAndGoes() {
        Admission admission = admission(5, 100, 2);
        List<Boolean> entered = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Optional<Admission.Pass> pass = enter(admission, "192.0.2.1");
            entered.add(pass.isPresent());
            pass.ifPresent(Admission.Pass::leave);
        }
        assertThat(entered).containsExactly(true, true, true, true, true, false);
        clock.pass(Duration.ofMillis(500));
        assertThat(enter(admission, "192.0.2.1")).isPresent();
        assertThat(enter(admission, "192.0.2.1")).isEmpty();
        clock.pass(Duration.ofHours(1));
        for (int i = 0; i < 4; i++) {
            assertThat(enter(admission, "192.0.2.1")).isPresent();
        }
    }
}
