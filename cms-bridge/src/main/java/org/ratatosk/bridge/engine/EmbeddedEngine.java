package org.ratatosk.bridge.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.RosterItem;

/** The server in the same process. It grants every power. Thread-safe. */
public final class EmbeddedEngine implements Engine {
    private final Admin admin;

    /** @param admin what the server lets the outside do */
    public EmbeddedEngine(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Sender attach(Jid bot, Component component) {
        return admin.attach(bot, component);
    }

    @Override
    public Optional<Accounts> accounts() {
        return Optional.of(new EmbeddedAccounts());
    }

    @Override
    public Optional<Rosters> rosters() {
        return Optional.of(new EmbeddedRosters());
    }

    @Override
    public Optional<Presences> presences() {
        return Optional.of(bare -> admin.online(bare).stream()
                .map(client -> new Presences.Seen(client.priority(), client.show()))
                .toList());
    }

    @Override
    public Optional<Profiles> profiles() {
        return Optional.of(new EmbeddedProfiles());
    }

    private final class EmbeddedProfiles implements Profiles {
        @Override
        public CompletionStage<Boolean> say(Jid bare, String site, String name, String page) {
            return ifThere(bare, () -> admin.setProfile(bare, site, name, page));
        }

        @Override
        public CompletionStage<Boolean> picture(Jid bare, String site, byte @Nullable [] picture) {
            return ifThere(bare, () -> admin.setPicture(bare, site, picture));
        }

        private CompletionStage<Boolean> ifThere(Jid bare, Supplier<CompletionStage<Void>> work) {
            return admin.account(bare)
                    .thenCompose(there -> there.isPresent()
                            ? work.get().thenApply(done -> true)
                            : CompletableFuture.completedStage(false));
        }
    }

    private final class EmbeddedAccounts implements Accounts {
        @Override
        public CompletionStage<Optional<String>> incarnation(Jid bare) {
            return admin.account(bare)
                    .thenApply(found -> found.filter(Account::enabled).map(Account::incarnation));
        }

        @Override
        public CompletionStage<Boolean> create(Jid bare) {
            return admin.account(bare)
                    .thenCompose(there -> there.isPresent()
                            ? CompletableFuture.completedStage(false)
                            : admin.createAccount(bare, Account.Role.MEMBER).thenApply(made -> true));
        }

        @Override
        public CompletionStage<Boolean> isAdmin(Jid bare) {
            return admin.account(bare)
                    .thenApply(there -> there.filter(account -> account.role() == Account.Role.ADMIN)
                            .isPresent());
        }

        @Override
        public CompletionStage<Boolean> setEnabled(Jid bare, boolean enabled) {
            return ofMember(bare, () -> admin.setEnabled(bare, enabled));
        }

        @Override
        public CompletionStage<Void> endLogins(Jid bare) {
            return admin.endLoginsFromElsewhere(bare);
        }

        @Override
        public CompletionStage<Boolean> delete(Jid bare) {
            return ofMember(bare, () -> admin.deleteAccount(bare));
        }

        private CompletionStage<Boolean> ofMember(Jid bare, Supplier<CompletionStage<Boolean>> work) {
            return admin.account(bare)
                    .thenCompose(there -> there.filter(account -> account.role() == Account.Role.MEMBER)
                                    .isPresent()
                            ? work.get()
                            : CompletableFuture.completedStage(false));
        }

        @Override
        public CompletionStage<List<Jid>> list(String domain, int offset, int limit) {
            return admin.accounts(domain, "", offset, limit)
                    .thenApply(found -> found.stream().map(Account::jid).toList());
        }
    }

    private final class EmbeddedRosters implements Rosters {
        @Override
        public CompletionStage<List<RosterItem>> items(Jid owner) {
            return admin.roster(owner);
        }

        @Override
        public CompletionStage<Void> put(Jid owner, RosterItem item) {
            return admin.putContact(owner, item);
        }

        @Override
        public CompletionStage<Void> change(Jid owner, Jid contact, UnaryOperator<Optional<RosterItem>> change) {
            return admin.changeContact(owner, contact, change);
        }

        @Override
        public CompletionStage<Set<Jid>> blocked(Jid owner) {
            return admin.blocked(owner);
        }

        @Override
        public CompletionStage<Void> block(Jid owner, Jid address, boolean blocks) {
            return admin.setBlocked(owner, address, blocks);
        }

        @Override
        public void watch(Consumer<Jid> watcher) {
            admin.watchContacts(watcher);
        }
    }
}
