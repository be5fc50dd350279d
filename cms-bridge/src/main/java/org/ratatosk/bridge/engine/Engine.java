package org.ratatosk.bridge.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.store.RosterItem;

/**
 * The XMPP server that the bridge runs on. Its powers over accounts and rosters are optional: an engine that grants
 * one returns it. Thread-safe.
 */
public interface Engine {
    /** Starts to receive what is sent to the bot, and gives the way to send as the bot. */
    Sender attach(Jid bot, Component component);

    /** The power over accounts. */
    Optional<Accounts> accounts();

    /** The power over rosters. */
    Optional<Rosters> rosters();

    /** Who is there, if the engine tells. */
    default Optional<Presences> presences() {
        return Optional.empty();
    }

    /** The power over what is told of accounts, if the engine grants it. */
    default Optional<Profiles> profiles() {
        return Optional.empty();
    }

    /** What is told of accounts. Stages give false if there is no such account. */
    interface Profiles {
        /** Says how a member is called on a site, and where the member's page is; "" leaves that to the member. */
        CompletionStage<Boolean> say(Jid bare, String site, String name, String page);

        /**
         * Gives an account the picture that a site has of its member, or takes that away. Fails with an {@link IllegalArgumentException} if it is
         * no picture that can be kept.
         */
        CompletionStage<Boolean> picture(Jid bare, String site, byte @Nullable [] picture);
    }

    /** Tells who is there. Never blocks. */
    interface Presences {
        /**
         * A client that is there.
         *
         * @param priority as the client has set it
         * @param show {@code chat}, {@code away}, {@code xa}, {@code dnd} or empty
         */
        record Seen(int priority, String show) {}

        /** The available clients of an account. */
        List<Seen> of(Jid bare);
    }

    /** Accounts of the site's domains. */
    interface Accounts {
        /**
         * What tells an enabled account from an earlier one of the same address; nothing if there is no such account. An engine
         * that cannot tell gives the same for all.
         */
        CompletionStage<Optional<String>> incarnation(Jid bare);

        /** Makes an account without a password; false if there is one already. An engine may leave that to others. */
        default CompletionStage<Boolean> create(Jid bare) {
            return CompletableFuture.completedStage(false);
        }

        /** Whether an account is an admin's. */
        default CompletionStage<Boolean> isAdmin(Jid bare) {
            return CompletableFuture.completedStage(false);
        }

        /**
         * Lets the owner of an account log in, or no more, which ends sessions and one-time links; false if there is no such account,
         * or it is an admin's, which stays as it is.
         */
        default CompletionStage<Boolean> setEnabled(Jid bare, boolean enabled) {
            return CompletableFuture.completedStage(false);
        }

        /** The password that an account has at the CMS was changed there: what was begun with it ends. */
        default CompletionStage<Void> endLogins(Jid bare) {
            return CompletableFuture.completedFuture(null);
        }

        /** Deletes an account with all that hangs on it; false if there is none, or it is an admin's, which stays. */
        default CompletionStage<Boolean> delete(Jid bare) {
            return CompletableFuture.completedStage(false);
        }

        /** The bare addresses of all accounts of a domain, page by page. */
        CompletionStage<List<Jid>> list(String domain, int offset, int limit);
    }

    /** Contacts of the site's accounts. */
    interface Rosters {
        /** The contacts of an account. */
        CompletionStage<List<RosterItem>> items(Jid owner);

        /** Adds or replaces a contact, subscription included. */
        CompletionStage<Void> put(Jid owner, RosterItem item);

        /**
         * Makes of a contact what {@code change} says, in one step: it gets the contact as it is, and gives it as it is to be; nothing for
         * none. It must not block. Nobody is asked or told anything but presence.
         */
        CompletionStage<Void> change(Jid owner, Jid contact, UnaryOperator<Optional<RosterItem>> change);

        /** The addresses that an account blocks. */
        CompletionStage<Set<Jid>> blocked(Jid owner);

        /** Blocks an address, or does so no more. */
        CompletionStage<Void> block(Jid owner, Jid address, boolean blocks);

        /** Has somebody told of each account whose contacts or block list have changed. It must not block. */
        void watch(Consumer<Jid> watcher);
    }
}
