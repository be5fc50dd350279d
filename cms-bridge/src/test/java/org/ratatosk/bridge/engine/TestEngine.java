package org.ratatosk.bridge.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.xml.Element;

/** An engine over plain maps: what is sent to it lies in a queue. Thread-safe. */
public final class TestEngine implements Engine, Engine.Accounts, Engine.Rosters, Sender {
    private final Map<Jid, String> accounts = new ConcurrentSkipListMap<>();
    private final Map<Jid, Map<Jid, RosterItem>> rosters = new ConcurrentHashMap<>();
    private final Map<Jid, Set<Jid>> blocks = new ConcurrentHashMap<>();
    private final List<Consumer<Jid>> watchers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Stanza> sent = new LinkedBlockingQueue<>();
    private volatile CompletableFuture<Fate> fate = CompletableFuture.completedFuture(Fate.STORED);
    private volatile Optional<List<String>> answers = Optional.empty();
    private volatile @Nullable Component component;

    /** Makes accounts; one that is there is another one now. */
    public void join(String... bare) {
        for (String jid : bare) {
            accounts.put(Jid.of(jid), UUID.randomUUID().toString());
        }
    }

    /** Deletes an account. */
    public void leave(Jid bare) {
        accounts.remove(bare);
    }

    /** What becomes of all that is sent from now on. */
    public void fate(CompletableFuture<Fate> next) {
        fate = next;
    }

    /** Answers each request of the component: it is of the category, or nobody is there. */
    public void answersIqs(String... category) {
        answers = Optional.of(List.of(category));
    }

    private void answer(Iq request, List<String> categories) {
        Element.Builder query = Element.builder("http://jabber.org/protocol/disco#info", "query");
        categories.forEach(category -> query.child(Element.builder("http://jabber.org/protocol/disco#info", "identity")
                .attr("category", category)
                .build()));
        Stanza answer = categories.isEmpty()
                ? request.error(StanzaError.of(StanzaError.Condition.REMOTE_SERVER_NOT_FOUND))
                : request.result(query.build());
        CompletableFuture.runAsync(() -> bring(answer, () -> {}));
    }

    /** Brings a stanza to the component. */
    public void bring(Stanza stanza, Runnable accepted) {
        bring(stanza, Proof.HOSTED, accepted);
    }

    /** Brings a stanza to the component, its domain proved so. */
    public void bring(Stanza stanza, Proof proof, Runnable accepted) {
        Component target = component;
        if (target == null) {
            throw new IllegalStateException("Nobody is attached");
        }
        target.receive(stanza, proof, accepted);
    }

    /** Tells the component of a new account. */
    public void made(Jid account) {
        Component target = component;
        if (target != null) {
            target.accountMade(account);
        }
    }

    /** The next stanza that was sent; it is waited for a few seconds. */
    public Optional<Stanza> next() {
        try {
            return Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What was sent and not looked at yet. */
    public List<Stanza> rest() {
        List<Stanza> rest = new ArrayList<>();
        sent.drainTo(rest);
        return rest;
    }

    @Override
    public CompletionStage<Fate> send(Stanza stanza) {
        Optional<List<String>> categories = answers;
        if (categories.isPresent() && stanza instanceof Iq iq && iq.isRequest()) {
            answer(iq, categories.get());
        } else {
            sent.add(stanza);
        }
        return fate;
    }

    @Override
    public void close() {
        component = null;
    }

    @Override
    public Sender attach(Jid bot, Component attached) {
        component = attached;
        return this;
    }

    @Override
    public Optional<Accounts> accounts() {
        return Optional.of(this);
    }

    @Override
    public Optional<Rosters> rosters() {
        return Optional.of(this);
    }

    @Override
    public CompletionStage<Optional<String>> incarnation(Jid bare) {
        return CompletableFuture.completedFuture(Optional.ofNullable(accounts.get(bare)));
    }

    @Override
    public CompletionStage<List<Jid>> list(String domain, int offset, int limit) {
        return CompletableFuture.completedFuture(accounts.keySet().stream()
                .filter(jid -> jid.domain().equals(domain))
                .skip(offset)
                .limit(limit)
                .toList());
    }

    @Override
    public CompletionStage<List<RosterItem>> items(Jid owner) {
        return CompletableFuture.completedFuture(
                List.copyOf(rosters.getOrDefault(owner, Map.of()).values()));
    }

    @Override
    public CompletionStage<Void> put(Jid owner, RosterItem item) {
        rosters.computeIfAbsent(owner, key -> new ConcurrentHashMap<>()).put(item.contact(), item);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> change(Jid owner, Jid contact, UnaryOperator<Optional<RosterItem>> change) {
        rosters.computeIfAbsent(owner, key -> new ConcurrentHashMap<>())
                .compute(
                        contact,
                        (key, old) -> change.apply(Optional.ofNullable(old)).orElse(null));
        watchers.forEach(watcher -> watcher.accept(owner));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Set<Jid>> blocked(Jid owner) {
        return CompletableFuture.completedFuture(Set.copyOf(blocks.getOrDefault(owner, Set.of())));
    }

    @Override
    public CompletionStage<Void> block(Jid owner, Jid address, boolean now) {
        Set<Jid> all = blocks.computeIfAbsent(owner, key -> ConcurrentHashMap.newKeySet());
        if (now ? all.add(address) : all.remove(address)) {
            watchers.forEach(watcher -> watcher.accept(owner));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void watch(Consumer<Jid> watcher) {
        watchers.add(watcher);
    }
}
