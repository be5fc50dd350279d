package org.ratatosk.benchmarks.steps;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.store.Store.Tables;
import org.ratatosk.server.store.sql.Database;
import org.ratatosk.server.store.sql.Schema;
import org.ratatosk.server.store.sql.SqlStore;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;

/** A message into the archives of both sides, durable when it is done: alone, and with many that come at the same time. Confined to one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Keep {
    private static final int MANY = 64;
    private static final int ACCOUNTS = 200;
    private final Scratch scratch;
    private final Database database;
    private final SqlStore store;
    private final Element message =
            XmlReader.parse(Texts.MESSAGE.replaceFirst("<message", "<message xmlns='jabber:client'"));
    private int count;

    /** A database with nothing in it. */
    public Keep() {
        try {
            scratch = new Scratch();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        database = Database.file(scratch.folder().resolve("keep"), List.of(Schema.SERVER));
        store = new SqlStore(database);
    }

    /** Ends it. */
    @TearDown
    public void end() throws IOException {
        store.close();
        database.close();
        scratch.close();
    }

    /** One, and nothing else. */
    @Benchmark
    public void alone() {
        next().orTimeout(1, TimeUnit.MINUTES).join();
    }

    /** One of 64. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void ofMany() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(next());
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
    }

    private CompletableFuture<Void> next() {
        count++;
        Jid romeo = Jid.of("bench" + count % ACCOUNTS + "@example.org");
        Jid juliet = Jid.of("bench" + (count + 1) % ACCOUNTS + "@example.org");
        List<Consumer<Tables>> both = List.of(
                tables -> tables.archive().append(row(romeo, juliet)),
                tables -> tables.archive().append(row(juliet, romeo)));
        return store.write(both).toCompletableFuture();
    }

    private ArchivedMessage row(Jid owner, Jid with) {
        return new ArchivedMessage(owner, "id" + count, with, Instant.now(), message, false, "");
    }
}
