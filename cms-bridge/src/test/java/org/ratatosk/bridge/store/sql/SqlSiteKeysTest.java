package org.ratatosk.bridge.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.bridge.remote.SiteKeys.Scope;

class SqlSiteKeysTest {
    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final SiteKeys keys = new SqlSiteKeys(db, new SecureRandom(), clock);

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void aKeyIsKeptUntilItIsRevoked() {
        SiteKey one = keys.make(" Website ", Set.of(Scope.EVENTS));
        clock.pass(1);
        SiteKey two = keys.make("Newer", Set.of(Scope.EVENTS));
        assertThat(keys.all()).extracting(SiteKeys.Entry::name).containsExactly("Website", "Newer");
        assertThat(keys.find(one.id())).hasValueSatisfying(granted -> {
            assertThat(granted.key().written()).isEqualTo(one.written());
            assertThat(granted.scopes()).containsExactly(Scope.EVENTS);
        });
        keys.revoke(one.id());
        assertThat(keys.find(one.id())).isEmpty();
        assertThat(keys.all()).extracting(SiteKeys.Entry::id).containsExactly(two.id());
        assertThat(keys.find("")).isEmpty();
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> keys.make(" ", Set.of(Scope.EVENTS))).hasMessageContaining("what the key is for");
        assertThatThrownBy(() -> keys.make("x".repeat(101), Set.of(Scope.EVENTS)))
                .hasMessageContaining("100");
        assertThatThrownBy(() -> keys.make("x", Set.of())).hasMessageContaining("what may be done");
        for (int i = 0; i < SiteKeys.MOST; i++) {
            keys.make("key " + i, Set.of(Scope.EVENTS));
        }
        assertThatThrownBy(() -> keys.make("one more", Set.of(Scope.EVENTS))).hasMessageContaining("Revoke one");
    }
}
