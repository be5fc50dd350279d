package org.ratatosk.bridge.remote;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Patience;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.store.sql.SqlMirrorStore;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;

/**
 * A small CMS, the gate before it, the adapter that asks it, and a mirror of it in memory. Romeo, juliet, alice and bob are its
 * members; a pause takes no time and calms the gate. Thread-safe.
 */
public final class TestMirror implements AutoCloseable {
    private static final Set<Jid> HOMES = Set.of(
            Jid.of("romeo@example.org"),
            Jid.of("juliet@example.org"),
            Jid.of("alice@example.org"),
            Jid.of("bob@example.org"));

    private static final Names NAMES = new Names(List.of("example.org"));
    private static final Vault VAULT = new Vault(new byte[32], new SecureRandom());

    /** The time of the mirror. */
    public final TestClock clock = new TestClock();
    /** The CMS itself. */
    public final SmallCms small;
    /** What the adapter has to pass. */
    public final Gate gate;
    /** The adapter. */
    public final RemoteCms remote;
    /** What the mirror keeps. */
    public final TestDatabase db = new TestDatabase();
    /** How long somebody has waited, each time. */
    public final List<Duration> pauses = new CopyOnWriteArrayList<>();

    /** Starts the CMS, with nothing in it. */
    public TestMirror() throws IOException {
        SiteKey key = SiteKey.fresh("k1", new SecureRandom());
        small = new SmallCms(key);
        gate = new Gate(small.base().getPort());
        remote = new ContractCms(
                "contract", gate.before(small.base()).toString(), key, Loopback.patient(), InstantSource.system());
    }

    /** What is kept of the CMS, as it is. */
    public SqlMirrorStore store() {
        return new SqlMirrorStore(db, new Links("https://example.org"));
    }

    /** A mirror over the database as it is. */
    public Mirror mirror() {
        return mirror(remote);
    }

    /** A mirror of what an adapter tells, over the database as it is. */
    public Mirror mirror(RemoteCms cms) {
        return mirror(cms, home -> HOMES.contains(home) ? home.local() : Optional.empty());
    }

    /** A mirror of what an adapter tells, with the accounts of a server, over the database as it is. */
    public Mirror mirror(RemoteCms cms, KeptCms.Accounts accounts) {
        return mirror(cms, accounts, member -> Optional.empty());
    }

    /** A mirror that asks the CMS for what proves members. */
    public Mirror proving() {
        return mirror(remote, Jid::local, new MemberCredentials(remote, store(), VAULT, NAMES, clock));
    }

    private Mirror mirror(RemoteCms cms, KeptCms.Accounts accounts, Mirror.Credentials credentials) {
        return new Mirror(cms, store(), credentials, accounts, NAMES, Limits.DEFAULTS, clock);
    }

    /** Waits no time, and calms the gate. */
    public Patience patience() {
        return new Patience(time -> {
            pauses.add(time);
            gate.mood(Gate.Mood.CALM);
        });
    }

    @Override
    public void close() throws IOException {
        gate.close();
        small.close();
        db.close();
    }
}
