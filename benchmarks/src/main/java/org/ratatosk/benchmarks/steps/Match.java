package org.ratatosk.benchmarks.steps;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.SubscriptionStore;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.bridge.store.sql.SqlSubscriptions;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.sql.Database;

/**
 * Who hears of a member's post: the first page of 100 subscriptions, among more and more of those of others, which should not matter.
 * Confined to one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Match {
    private static final int PAGE = 100;
    private static final Topic TOPIC = new Topic(Target.MEMBER, "romeo");

    /** Subscriptions to other members. */
    @Param({"100", "10000"})
    public int others;

    private final Scratch scratch;
    private final Database database;
    private final SubscriptionStore subscriptions;

    /** An empty database. */
    public Match() {
        try {
            scratch = new Scratch();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Path file = scratch.folder().resolve("match");
        database = Database.file(file, List.of(SharedDatabase.SCHEMA));
        subscriptions = new SqlSubscriptions(new SharedDatabase(database));
    }

    /** Fills it. */
    @Setup
    public void begin() {
        for (int i = 0; i < others + PAGE; i++) {
            Jid address = Jid.of("reader" + i + "@example.org");
            Topic topic = i % (others / PAGE + 1) == 0 ? TOPIC : new Topic(Target.MEMBER, "member" + i % 50);
            subscriptions.add(address, null, topic, 10, Instant.EPOCH);
        }
    }

    /** Ends it. */
    @TearDown
    public void end() throws IOException {
        database.close();
        scratch.close();
    }

    /** Those who hear of a post. */
    @Benchmark
    public List<Subscription> readers() {
        return subscriptions.to(TOPIC, 0, PAGE);
    }
}
