package org.ratatosk.server.route;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.Account;

/** What a handler can know: the lane that it is called in, and the world. Lane-confined. */
public interface Context {
    /** The bare address whose lane this is. */
    Jid account();

    /** The account of that address; empty if there is none. Only presence is shown to handlers then. */
    Optional<Account> owner();

    /** Says that the account is like this from now on; the store knows it already. */
    void setOwner(Account changed);

    /** Forgets what was loaded of the account, so that it is read again when it is next needed. */
    void forget();

    /** The account's clients, oldest first. */
    List<Session> sessions();

    /** The client of this lane's account that sent the stanza; empty if it came from elsewhere. */
    Optional<Session> origin();

    /** For whom a request is that the server answers itself. */
    Target target();

    /** What a feature keeps with the account; for what was loaded. */
    <T> T state(Key<T> key);

    /** What a feature keeps with the account, made now if there is nothing. */
    <T> T state(Key<T> key, Supplier<T> initial);

    /** The time. */
    Instant now();

    /** A new random id. */
    String newId();

    /** Whether a domain is hosted here. */
    boolean hosts(String domain);

    /** The clients that share the highest priority, unless it is negative: who gets messages for the bare address. */
    List<Session> mostAvailable();

    /** Whether a component sends under an address. */
    boolean isComponent(Jid address);

    /** The subdomains of a hosted domain that belong to components which are there. */
    List<Jid> subdomains(String domain);

    /** Tells the component that sent a message, if one did, that a client of this account has it. */
    void acknowledged(Stanza message);

    /** Runs a handler in the lane of an account, after what waits there; its outcome has no stanza to answer. */
    void inLane(Jid bare, Task task);

    /** Work of a feature that no stanza brings. */
    @FunctionalInterface
    interface Task {
        /** Does it. */
        Outcome run(Context ctx);
    }
}
