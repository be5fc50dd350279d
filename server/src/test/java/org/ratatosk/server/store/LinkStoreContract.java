package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ratatosk.server.store.LinkStore.Link;

/** What every store of one-time links does. */
public abstract class LinkStoreContract extends StoreFixture {
    private static Link link(String hash, String purpose, String subject) {
        return new Link(hash, purpose, subject, NOON);
    }

    @Test
    void findsALinkUntilItIsTaken() {
        write(tables -> tables.links().put(link("1", "set-password", "alice@example.test")));
        assertThat(one(tables -> tables.links().find("1"))).contains(link("1", "set-password", "alice@example.test"));
        assertThat(one(tables -> tables.links().find("2"))).isEmpty();

        assertThat(asked(tables -> tables.links().take("1"))).isTrue();
        assertThat(asked(tables -> tables.links().take("1"))).isFalse();
        assertThat(one(tables -> tables.links().find("1"))).isEmpty();
    }

    @Test
    void replacesALinkOfTheSameHash() {
        write(tables -> tables.links().put(link("1", "a", "b")));
        write(tables -> tables.links().put(link("1", "c", "d")));
        assertThat(one(tables -> tables.links().find("1"))).contains(link("1", "c", "d"));
    }

    @Test
    void forgetsAllOfAPurposeAndSubject() {
        write(tables -> {
            tables.links().put(link("1", "set-password", "alice@example.test"));
            tables.links().put(link("2", "set-password", "alice@example.test"));
            tables.links().put(link("3", "first-admin", "alice@example.test"));
            tables.links().put(link("4", "set-password", "bob@example.test"));
        });
        write(tables -> tables.links().removeAll("set-password", "alice@example.test"));
        assertThat(one(tables -> tables.links().find("1"))).isEmpty();
        assertThat(one(tables -> tables.links().find("2"))).isEmpty();
        assertThat(one(tables -> tables.links().find("3"))).isPresent();
        assertThat(one(tables -> tables.links().find("4"))).isPresent();
    }
}
