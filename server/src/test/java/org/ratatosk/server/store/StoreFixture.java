package org.ratatosk.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/** What every contract has: an empty store, and reads and writes that are waited for. */
public abstract class StoreFixture {
    protected static final Jid ALICE = Jid.of("alice@example.test");
    protected static final Jid BOB = Jid.of("bob@example.test");
    protected static final Jid CAROL = Jid.of("carol@other.test");
    protected static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

    private final AtomicReference<Store> opened = new AtomicReference<>();

    /** An empty store. */
    protected abstract Store open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        opened.set(open());
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    protected final Store store() {
        return opened.get();
    }

    protected final <T> T read(Function<Store.Tables, T> query) {
        return await(store().read(query));
    }

    protected final void write(Consumer<Store.Tables> write) {
        await(store().write(List.of(write)).thenApply(done -> true));
    }

    /** Writes and gives what the tables answered. */
    protected final <T> T ask(Function<Store.Tables, T> change) {
        AtomicReference<T> answer = new AtomicReference<>();
        write(tables -> answer.set(change.apply(tables)));
        return answer.get();
    }

    // The same for what AssertJ has to know the type of.

    protected final <T> Optional<T> one(Function<Store.Tables, Optional<T>> query) {
        return read(query);
    }

    protected final <T> List<T> list(Function<Store.Tables, List<T>> query) {
        return read(query);
    }

    protected final <T> Set<T> set(Function<Store.Tables, Set<T>> query) {
        return read(query);
    }

    protected final <K, V> Map<K, V> map(Function<Store.Tables, Map<K, V>> query) {
        return read(query);
    }

    protected final long number(ToLongFunction<Store.Tables> query) {
        return read(query::applyAsLong);
    }

    protected final boolean is(Predicate<Store.Tables> query) {
        return read(query::test);
    }

    protected final boolean asked(Predicate<Store.Tables> change) {
        return ask(change::test);
    }

    protected static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    protected static Account account(Jid jid) {
        return new Account(jid, "incarnation-of-" + jid, Account.Role.MEMBER, true, NOON);
    }

    protected static ArchivedMessage message(Jid owner, String id, Jid with, Instant at, String key) {
        Element message = Element.builder("jabber:client", "message")
                .attr("from", with.withResource("phone"))
                .attr("to", owner)
                .attr("type", "chat")
                .child("body", "Text of " + id + "\n<&> \uD83D\uDC3F")
                .build();
        return new ArchivedMessage(owner, id, with.bare(), at, message, true, key);
    }
}
