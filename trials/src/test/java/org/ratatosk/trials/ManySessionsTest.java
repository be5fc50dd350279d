package org.ratatosk.trials;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand clients at a time are all answered; what they cost is printed for the record. */
@Tag("clients")
class ManySessionsTest {
    private static final int SESSIONS = 1000;
    private static final String PASSWORD = "Audhumla-licks-the-ice";

    @Test
    void aThousandSessionsAreAnswered() throws Exception {
        String limits = "limits { connections-per-address = 2000, sessions-per-account = 1000 }\n";
        List<RawSession> sessions = new ArrayList<>();
        try (Product product = new Product(limits)) {
            long millis = product.start();
            long idle = product.residentKib();
            product.account(Stage.ALICE, PASSWORD);
            Trust trust = Trust.in(product.authority());
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(RawSession.login(product, trust, "alice", PASSWORD, "r" + i));
            }
            for (RawSession session : sessions) {
                session.ping();
            }
            System.out.printf(
                    "Ready in %d ms; resident memory idle %d MiB, with %d TLS sessions %d MiB%n",
                    millis, idle / 1024, SESSIONS, product.residentKib() / 1024);
        } finally {
            for (RawSession session : sessions) {
                session.close();
            }
        }
    }
}
