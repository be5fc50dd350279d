package org.ratatosk.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Administration;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.DiskState;
import org.ratatosk.server.store.RosterItem;

/** The few calls that the outside may make. Stages fail with a message fit for a person. Thread-safe. */
public interface Admin extends Administration {
    /**
     * A client that is logged in.
     *
     * @param jid its full address
     * @param available whether it has sent initial presence
     * @param priority its presence priority
     * @param show {@code chat}, {@code away}, {@code xa}, {@code dnd} or empty
     * @param connection how it is connected
     */
    record SessionView(Jid jid, boolean available, int priority, String show, Connection.Info connection) {}

    /**
     * Numbers for the dashboard and the metrics.
     *
     * @param sessions clients logged in
     * @param stanzasIn stanzas taken from clients since the start
     * @param stanzasOut stanzas given to clients since the start
     * @param started when the server started
     * @param disk how the disk took the last write
     */
    record Stats(int sessions, long stanzasIn, long stanzasOut, Instant started, DiskState disk) {}

    /** The domains that this server hosts. */
    List<String> domains();

    // accounts

    /** How many accounts there are in all domains, also in those that are not hosted any more. */
    CompletionStage<Integer> countAccounts();

    /**
     * Makes an account with a password (8 characters at least), in one write: both or neither.
     * Fails if it exists or the domain is not hosted.
     */
    CompletionStage<Account> createAccount(Jid bare, Account.Role role, String password);

    /** Changes what an account may do on its own domain. */
    CompletionStage<Boolean> setRole(Jid bare, Account.Role role);

    /**
     * Whether a password is right. Unknown and disabled accounts take the same work and give false. Throttled by account and
     * {@code remoteAddress}: fails with {@link ThrottledException} after too many wrong ones.
     */
    CompletionStage<Boolean> checkPassword(Jid bare, String password, String remoteAddress);

    /**
     * What changes whenever the password of an account is set, in whatever way, and says nothing of the password: logins that the
     * outside keeps end when it is another. An account that there is not, or that has no password, has one too.
     */
    CompletionStage<String> passwordVersion(Jid bare);

    /** Whether an account has a password of its own here. */
    CompletionStage<Boolean> hasOwnPassword(Jid bare);

    /** The password that an account has elsewhere was changed there: what was begun with it ends, clients and logins on the web. */
    CompletionStage<Void> endLoginsFromElsewhere(Jid bare);

    /**
     * A password for one device of an account.
     *
     * @param id names it
     * @param name the device, as its owner calls it
     * @param created when it was made
     * @param used when a client logged in with it last, to the hour; {@code null} if none did
     */
    record AppPassword(
            String id,
            String name,
            Instant created,
            @Nullable Instant used) {}

    /** The app passwords of an account, the oldest first. */
    CompletionStage<List<AppPassword>> appPasswords(Jid bare);

    /**
     * Makes an app password and gives it, to be shown once. Clients log in with it as with the account's own password, the web does
     * not take it. Fails if there are 16, or one of that name.
     */
    CompletionStage<String> createAppPassword(Jid bare, String name);

    /** Revokes an app password and ends the sessions that were begun with it; false if there is none of that id. */
    CompletionStage<Boolean> revokeAppPassword(Jid bare, String id);

    /** A new one-time link for an account: the secret part, to be shown once. It ends after 30 minutes. */
    CompletionStage<String> createLink(String purpose, Jid subject);

    /** Whom a link's secret is for, if it is valid for that purpose; using it up is {@link #takeLink}. */
    CompletionStage<Optional<Jid>> peekLink(String purpose, String secret);

    /** Uses up a link's secret; whom it was for, if it was valid. */
    CompletionStage<Optional<Jid>> takeLink(String purpose, String secret);

    // rosters

    /** Adds or replaces a contact as {@code item} says, its subscription included, and pushes it to the owner's clients. */
    CompletionStage<Void> putContact(Jid owner, RosterItem item);

    /** Removes a contact and pushes that to the owner's clients. */
    CompletionStage<Void> removeContact(Jid owner, Jid contact);

    // what websites say of their members

    /**
     * Says how a member is called on the website and where the member's page is; a client cannot change that.
     *
     * @param site the website, as a person knows it
     * @param name "" leaves that to the member
     * @param url "" leaves that to the member
     */
    CompletionStage<Void> setProfile(Jid bare, String site, String name, String url);

    /**
     * Gives a member the picture of the website, which a client cannot change as long as it is there. Fails if it is no picture (PNG, JPEG, GIF
     * or WebP) of 128 KiB at most.
     *
     * @param picture the file, or {@code null} if the website has none any more
     */
    CompletionStage<Void> setPicture(Jid bare, String site, byte @Nullable [] picture);

    /**
     * Makes of a contact what {@code change} says, in one step with what the owner's clients do: it gets the contact as it is, and
     * gives it as it is to be; nothing for none. It is run in the account's lane and must not block. Neither the contact nor its server is asked or told
     * anything but presence. Fails if there is no such account.
     */
    CompletionStage<Void> changeContact(Jid owner, Jid contact, UnaryOperator<Optional<RosterItem>> change);

    /** The addresses that an account blocks. */
    CompletionStage<Set<Jid>> blocked(Jid owner);

    /** Blocks an address, or does so no more, and pushes that to the owner's clients. */
    CompletionStage<Void> setBlocked(Jid owner, Jid address, boolean blocks);

    /** Has somebody told of each account whose contacts or block list have changed, after that is durable. It must not block. */
    void watchContacts(Consumer<Jid> watcher);

    // presence and sessions

    /** The available clients of an account. */
    List<SessionView> online(Jid bare);

    /** All logged-in clients of a domain. */
    List<SessionView> sessions(String domain);

    @Override
    default List<Jid> clients(String domain) {
        return sessions(domain).stream().map(SessionView::jid).toList();
    }

    /** Numbers for the dashboard. */
    Stats stats();

    // components

    /**
     * Attaches a component at an address: a bare address of a hosted domain, as {@code ratatosk@example.org}, or a subdomain.
     * What is sent to that address goes to the component, not to an account.
     */
    Sender attach(Jid address, Component component);
}
