package org.ratatosk.server.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.feature.Blocking;
import org.ratatosk.server.feature.RosterChanges;
import org.ratatosk.server.feature.SiteProfile;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Ids;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.session.Lane;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.session.Sessions;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.stream.sasl.Credentials;

/** {@link Admin} by the server's own parts. Thread-safe. */
public final class ServerAdmin implements Admin {
    private final List<String> domains;
    private final Router router;
    private final Sessions sessions;
    private final Store store;
    private final Accounts accounts;
    private final AppPasswords appPasswords;
    private final Links links;
    private final Consumer<Consumer<Jid>> watchers;
    private final Instant started;

    /**
     * @param domains that are hosted
     * @param router takes work to the accounts' lanes
     * @param sessions the clients
     * @param store keeps everything
     * @param credentials checks and makes passwords' keys
     * @param clock the time
     * @param ids random ids
     * @param watchers takes whoever is to be told of changed contacts
     */
    public ServerAdmin(
            List<String> domains,
            Router router,
            Sessions sessions,
            Store store,
            Credentials credentials,
            InstantSource clock,
            Ids ids,
            Consumer<Consumer<Jid>> watchers) {
        this.domains = List.copyOf(domains);
        this.router = router;
        this.sessions = sessions;
        this.store = store;
        this.accounts = new Accounts(router, store, credentials, clock, ids);
        this.appPasswords = new AppPasswords(router, store, credentials);
        this.links = new Links(store, clock, ids);
        this.watchers = watchers;
        this.started = clock.instant();
    }

    @Override
    public List<String> domains() {
        return domains;
    }

    @Override
    public CompletionStage<Optional<Account>> account(Jid bare) {
        return accounts.find(bare);
    }

    @Override
    public CompletionStage<Account> createAccount(Jid bare, Account.Role role) {
        return accounts.create(bare, role, Optional.empty());
    }

    @Override
    public CompletionStage<Account> createAccount(Jid bare, Account.Role role, String password) {
        return accounts.create(bare, role, password);
    }

    @Override
    public CompletionStage<Boolean> deleteAccount(Jid bare) {
        return accounts.delete(bare);
    }

    @Override
    public CompletionStage<Boolean> setEnabled(Jid bare, boolean enabled) {
        return accounts.update(
                bare, old -> new Account(old.jid(), old.incarnation(), old.role(), enabled, old.created()));
    }

    @Override
    public CompletionStage<Boolean> setRole(Jid bare, Account.Role role) {
        return accounts.update(
                bare, old -> new Account(old.jid(), old.incarnation(), role, old.enabled(), old.created()));
    }

    @Override
    public CompletionStage<Void> setPassword(Jid bare, String password, boolean keepSessions) {
        return accounts.setPassword(bare, password, keepSessions);
    }

    @Override
    public CompletionStage<Boolean> checkPassword(Jid bare, String password, String remoteAddress) {
        return accounts.checkPassword(bare, password, remoteAddress);
    }

    @Override
    public CompletionStage<String> passwordVersion(Jid bare) {
        return accounts.passwordVersion(bare);
    }

    @Override
    public CompletionStage<List<Account>> accounts(String domain, String part, int offset, int limit) {
        return accounts.list(domain, part, offset, limit);
    }

    @Override
    public CompletionStage<Integer> countAccounts() {
        return accounts.count();
    }

    @Override
    public CompletionStage<Integer> countAccounts(String domain, String part) {
        return accounts.count(domain, part);
    }

    @Override
    public CompletionStage<Boolean> hasOwnPassword(Jid bare) {
        return accounts.hasOwnPassword(bare);
    }

    @Override
    public CompletionStage<Void> endLoginsFromElsewhere(Jid bare) {
        return accounts.endLoginsFromElsewhere(bare);
    }

    @Override
    public CompletionStage<List<AppPassword>> appPasswords(Jid bare) {
        return appPasswords.list(bare);
    }

    @Override
    public CompletionStage<String> createAppPassword(Jid bare, String name) {
        return appPasswords.create(bare, name);
    }

    @Override
    public CompletionStage<Boolean> revokeAppPassword(Jid bare, String id) {
        return appPasswords.revoke(bare, id);
    }

    @Override
    public CompletionStage<String> createLink(String purpose, Jid subject) {
        return links.create(purpose, subject);
    }

    @Override
    public CompletionStage<Optional<Jid>> peekLink(String purpose, String secret) {
        return links.peek(purpose, secret);
    }

    @Override
    public CompletionStage<Optional<Jid>> takeLink(String purpose, String secret) {
        return links.take(purpose, secret);
    }

    @Override
    public CompletionStage<List<RosterItem>> roster(Jid owner) {
        return store.read(tables -> tables.rosters().items(owner));
    }

    @Override
    public CompletionStage<Void> putContact(Jid owner, RosterItem item) {
        return Accounts.inWords(router.perform(owner, ctx -> RosterChanges.putByServer(ctx, item)));
    }

    @Override
    public CompletionStage<Void> removeContact(Jid owner, Jid contact) {
        return router.perform(owner, ctx -> RosterChanges.removeByServer(ctx, contact));
    }

    @Override
    public CompletionStage<Void> setProfile(Jid bare, String site, String name, String url) {
        return Accounts.inWords(router.perform(bare, ctx -> SiteProfile.say(ctx, site, name, url)));
    }

    @Override
    public CompletionStage<Void> setPicture(Jid bare, String site, byte @Nullable [] picture) {
        return Accounts.inWords(router.perform(bare, ctx -> SiteProfile.picture(ctx, site, picture)));
    }

    @Override
    public CompletionStage<Void> changeContact(Jid owner, Jid contact, UnaryOperator<Optional<RosterItem>> change) {
        return Accounts.inWords(router.perform(owner, ctx -> RosterChanges.changeByServer(ctx, contact, change)));
    }

    @Override
    public CompletionStage<Set<Jid>> blocked(Jid owner) {
        return store.read(tables -> tables.blocks().blocked(owner));
    }

    @Override
    public CompletionStage<Void> setBlocked(Jid owner, Jid address, boolean blocks) {
        return Accounts.inWords(router.perform(owner, ctx -> Blocking.changeByServer(ctx, address, blocks)));
    }

    @Override
    public void watchContacts(Consumer<Jid> watcher) {
        watchers.accept(watcher);
    }

    @Override
    public List<SessionView> online(Jid bare) {
        return views(router.lanes().find(bare).map(Lane::sessions).orElse(List.of()).stream()
                .filter(Session::isAvailable));
    }

    @Override
    public List<SessionView> sessions(String domain) {
        return views(
                sessions.all().stream().filter(session -> session.jid().domain().equals(domain)));
    }

    private static List<SessionView> views(Stream<Session> clients) {
        return clients.sorted(Comparator.comparing(Session::jid))
                .map(client -> {
                    Optional<Presence> presence = client.presence();
                    String show = presence.flatMap(p -> p.element().childText(Stanza.NS, "show"))
                            .orElse("");
                    return new SessionView(
                            client.jid(),
                            presence.isPresent(),
                            client.priority(),
                            show,
                            client.connection().info());
                })
                .toList();
    }

    @Override
    public boolean kick(Jid full, String reason) {
        Optional<Session> client = sessions.find(full);
        client.ifPresent(c -> c.close(StreamError.of(StreamError.Condition.POLICY_VIOLATION, reason)));
        return client.isPresent();
    }

    @Override
    public Stats stats() {
        return new Stats(sessions.all().size(), sessions.stanzasIn(), sessions.stanzasOut(), started, router.disk());
    }

    @Override
    public Sender attach(Jid address, Component component) {
        return router.components().attach(address, component);
    }
}
