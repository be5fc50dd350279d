package org.ratatosk.server.route;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Attachments;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Lane;
import org.ratatosk.server.session.Lanes;
import org.ratatosk.server.session.Ticket;
import org.ratatosk.server.session.Traffic;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.DiskState;
import org.ratatosk.server.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes stanzas to the lanes and components that they are for (RFC 6120 section 10), and answers what cannot get there.
 * Thread-safe.
 */
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** How much mail of one account may wait before more messages and requests are refused. */
    private static final int MAILBOX = 2_000;

    /** How much mail of one account may wait before everything from elsewhere is refused. */
    private static final int MAILBOX_HARD = 20_000;

    private static final Key<Optional<Account>> ACCOUNT = Key.of("account");

    /**
     * What a router is made of.
     *
     * @param domains that are hosted
     * @param hooks the features' handlers
     * @param store where writes go
     * @param clock the time
     * @param ids random ids
     * @param maxSessions clients per account
     */
    public record Parts(Set<String> domains, Hooks hooks, Store store, InstantSource clock, Ids ids, int maxSessions) {}

    private final Parts parts;
    private final Lanes lanes;
    private final Components components;
    private volatile DiskState disk = DiskState.GOOD;
    private volatile Remote remote = Router::noWay;

    /**
     * @param parts what the router is made of
     * @param workers runs what does not fit into the turn of the thread that brought it
     */
    public Router(Parts parts, Executor workers) {
        this.parts = parts;
        this.components = new Components(this);
        this.lanes = new Lanes(this::load, workers, parts.clock());
        parts.hooks().bind(this::perform);
        parts.hooks().account(ACCOUNT, (tables, jid) -> tables.accounts().find(jid));
    }

    private CompletionStage<Consumer<Attachments>> load(Jid account) {
        return parts.store().read(tables -> parts.hooks().load(tables, account));
    }

    /** What takes in what sessions bring. */
    public Traffic traffic() {
        return new Intake(this, parts.maxSessions());
    }

    /** The lanes of this router. */
    public Lanes lanes() {
        return lanes;
    }

    /** Who takes part under an own address. */
    public Components components() {
        return components;
    }

    Hooks hooks() {
        return parts.hooks();
    }

    Store store() {
        return parts.store();
    }

    InstantSource clock() {
        return parts.clock();
    }

    Ids ids() {
        return parts.ids();
    }

    /** Whether a domain is hosted here. */
    public boolean hosts(String domain) {
        return parts.domains().contains(domain);
    }

    Optional<Account> accountOf(Lane lane) {
        return lane.attachments().find(ACCOUNT).orElse(Optional.empty());
    }

    void setAccount(Lane lane, Account changed) {
        boolean fresh = accountOf(lane).isEmpty();
        lane.attachments().put(ACCOUNT, Optional.of(changed));
        if (fresh) {
            components.accountMade(lane.jid());
        }
    }

    CompletionStage<Void> write(List<Consumer<Store.Tables>> writes) {
        return parts.store().write(writes).whenComplete((done, failure) -> disk = Failures.disk(failure));
    }

    /** How the disk took the last write. */
    public DiskState disk() {
        return disk;
    }

    // other servers

    /** Lets stanzas for domains that are not hosted go this way from now on. */
    public void open(Remote way) {
        remote = way;
    }

    private static void noWay(Stanza stanza, Remote.Receipt receipt) {
        String domain = stanza.to().orElseThrow().domain();
        receipt.refused(StanzaError.of(
                Condition.REMOTE_SERVER_NOT_FOUND, domain + " is not hosted here, and no way leads there"));
    }

    /** Whether a domain is hosted here or belongs to a component. */
    public boolean isOwn(String domain) {
        return hosts(domain)
                || Jid.parse(domain)
                        .filter(jid -> components.find(jid).isPresent())
                        .isPresent();
    }

    /**
     * Takes a stanza from another server or an external component. It does not wait for other servers.
     *
     * @param stanza its {@code from} proved, its {@code to} of an {@linkplain #isOwn own} domain if it is from another server
     * @param proof what proved its {@code from}
     * @param accepted runs once, on any thread, when everything that the stanza causes here is durable
     */
    public void arrive(Stanza stanza, Proof proof, Runnable accepted) {
        send(stanza, Ticket.passing(accepted).proved(proof));
    }

    // where stanzas go

    /** Whether a stanza that leaves a sender's lane is for that account, or for a hosted domain. */
    boolean isFor(Stanza stanza, Jid account) {
        Optional<Jid> to = stanza.to();
        if (to.isEmpty() || to.get().bare().equals(account)) {
            return true;
        }
        return to.get().local().isEmpty()
                && hosts(to.get().domain())
                && components.find(to.get()).isEmpty();
    }

    /** Sends a stanza that somebody sent on to whom it is for; the ticket is let go when it is done. */
    void send(Stanza stanza, Ticket ticket) {
        Jid to = stanza.to().orElseThrow();
        Optional<Components.Attached> component = components.find(to);
        if (component.isPresent()) {
            component.get().receive(stanza, ticket);
        } else if (!hosts(to.domain())) {
            sendAway(stanza, ticket);
        } else {
            sendToLane(to.bare(), stanza, ticket);
        }
    }

    /** Presence does not wait for other servers: it is soon old, and there is much of it. */
    private void sendAway(Stanza stanza, Ticket ticket) {
        if (ticket.isPassing() || stanza.kind() == Stanza.Kind.PRESENCE) {
            ticket.letGo();
            remote.send(stanza, receipt(stanza, Ticket.none()));
        } else {
            remote.send(stanza, receipt(stanza, ticket));
        }
    }

    private Remote.Receipt receipt(Stanza stanza, Ticket ticket) {
        AtomicBoolean held = new AtomicBoolean(true);
        return new Remote.Receipt() {
            @Override
            public void waits() {
                if (!ticket.takesRefusals()) {
                    letGo();
                }
            }

            @Override
            public void delivered() {
                letGo();
            }

            @Override
            public void refused(StanzaError error) {
                refuse(stanza, error, held.get() ? ticket : Ticket.none());
                letGo();
            }

            private void letGo() {
                if (held.compareAndSet(true, false)) {
                    ticket.letGo();
                }
            }
        };
    }

    /** Sends a stanza that a feature made; presence that cannot get anywhere is forgotten. */
    void sendDerived(Stanza stanza, Ticket ticket) {
        boolean forgettable = stanza instanceof Presence presence && !presence.isSubscription();
        Jid to = stanza.to().orElseThrow();
        if (!forgettable || hosts(to.domain())) {
            send(stanza, ticket);
        } else if (components.find(to).isPresent()) {
            send(stanza, Ticket.takingRefusals(ended -> ticket.letGo()).proved(ticket.proof()));
        } else {
            ticket.letGo();
            remote.send(stanza, Remote.Receipt.NONE);
        }
    }

    private void sendToLane(Jid account, Stanza stanza, Ticket ticket) {
        int waiting = lanes.find(account).map(Lane::mailSize).orElse(0);
        boolean refusable = isAnswered(stanza) && stanza.kind() != Stanza.Kind.PRESENCE;
        if (waiting > (refusable ? MAILBOX : MAILBOX_HARD)) {
            LOG.warn("Too much waits for one account of {}: a {} was refused", account.domain(), stanza.kind());
            refuse(stanza, StanzaError.of(Condition.RESOURCE_CONSTRAINT, "Too much waits for this address"), ticket);
            ticket.letGo();
            return;
        }
        lanes.post(account, new Lane.Work() {
            @Override
            public void run(Lane lane) {
                arrive(lane, stanza, ticket);
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                refuse(stanza, Failures.errorOf(cause), ticket);
                ticket.letGo();
            }
        });
    }

    private void arrive(Lane lane, Stanza stanza, Ticket ticket) {
        boolean nobody = lane.jid().local().isPresent() && accountOf(lane).isEmpty();
        if (nobody && stanza.kind() != Stanza.Kind.PRESENCE) {
            refuse(
                    stanza,
                    stanza.kind() == Stanza.Kind.IQ
                            ? StanzaError.of(Condition.SERVICE_UNAVAILABLE)
                            : StanzaError.of(Condition.SERVICE_UNAVAILABLE, "There is nobody of this name here"),
                    ticket);
            ticket.letGo();
            return;
        }
        new Passage(this, lane, ticket, Side.RECIPIENT, null, stanza).go();
    }

    // tasks

    void inLane(Jid account, Context.Task task) {
        post(account, task, Ticket.none());
    }

    /** Runs a task in the lane of an account; fails with {@link StanzaException} if its outcome is a refusal. */
    public CompletionStage<Void> perform(Jid account, Context.Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        post(
                account,
                task,
                Ticket.takingRefusals(ticket -> ticket.refusal()
                        .ifPresentOrElse(
                                error -> done.completeExceptionally(new StanzaException(error)),
                                () -> done.complete(null))));
        return done;
    }

    private void post(Jid account, Context.Task task, Ticket ticket) {
        lanes.post(account, new Lane.Work() {
            @Override
            public void run(Lane lane) {
                Router.this.run(lane, ticket, task);
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                ticket.refuse(Failures.errorOf(cause));
                ticket.letGo();
            }
        });
    }

    void run(Lane lane, Ticket ticket, Context.Task task) {
        new Passage(this, lane, ticket, Side.SENDER, null, null).go(task);
    }

    // errors

    /** Whether an error may answer a stanza (RFC 6120 section 8.3.1). */
    static boolean isAnswered(Stanza stanza) {
        return stanza.isAnswerable();
    }

    /** Answers a stanza with an error, to wherever it came from. */
    void refuse(Stanza stanza, StanzaError error, Ticket ticket) {
        if (isAnswered(stanza) && stanza.from().isPresent() && !ticket.refuse(error)) {
            sendDerived(stanza.error(error), ticket.hold());
        }
    }
}
