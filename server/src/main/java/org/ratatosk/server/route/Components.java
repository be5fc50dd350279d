package org.ratatosk.server.route;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Ticket;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.xml.Limits;
import org.ratatosk.server.xml.WrittenSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes part in the server under addresses of its own. Thread-safe. */
public final class Components {
    private static final Logger LOG = LoggerFactory.getLogger(Components.class);

    /** Bytes of a stanza at most, as for a client whose stanza has grown as much as it may (see {@link Limits}). */
    private static final long LONGEST = Limits.AFTER_LOGIN.mostWritten();

    private final ConcurrentMap<Jid, Attached> attached = new ConcurrentHashMap<>();
    private final Router router;

    Components(Router router) {
        this.router = router;
    }

    /**
     * Attaches a component at a bare address of a hosted domain or at a domain that is not hosted itself.
     *
     * @throws IllegalArgumentException if the address cannot have a component, or has one
     */
    public Sender attach(Jid address, Component component) {
        if (address.isFull() || router.hosts(address.domain()) == address.isDomain()) {
            throw new IllegalArgumentException(
                    "A component needs a bare address of a hosted domain, or a subdomain of its own; not " + address);
        }
        Attached made = new Attached(address, component);
        if (attached.putIfAbsent(address, made) != null) {
            throw new IllegalArgumentException("Another component has the address " + address);
        }
        return made;
    }

    /** The component that an address belongs to. */
    Optional<Attached> find(Jid address) {
        Attached exact = attached.get(address.bare());
        return Optional.ofNullable(exact == null ? attached.get(address.domainJid()) : exact);
    }

    /** Tells a component, if it has sent the message, that a client of {@code owner} has acknowledged it. */
    public void acknowledged(Stanza message, Jid owner) {
        message.from()
                .flatMap(this::find)
                .ifPresent(sender -> message.id().ifPresent(id -> {
                    try {
                        sender.component.acknowledged(owner, id);
                    } catch (RuntimeException e) {
                        LOG.error("The component {} failed to take an acknowledgement", sender.address, e);
                    }
                }));
    }

    /** Tells all components that an account was made. */
    void accountMade(Jid account) {
        for (Attached each : attached.values()) {
            try {
                each.component.accountMade(account);
            } catch (RuntimeException e) {
                LOG.error("The component {} failed to take a new account", each.address, e);
            }
        }
    }

    /** The subdomains of a domain that belong to components which are there. */
    List<Jid> subdomains(String domain) {
        return attached.values().stream()
                .filter(each -> each.component.isThere())
                .map(each -> each.address)
                .filter(address -> address.isDomain() && address.domain().endsWith("." + domain))
                .sorted()
                .toList();
    }

    /** Whether a component sends under an address. */
    public boolean isComponent(Jid address) {
        return find(address).isPresent();
    }

    final class Attached implements Sender {
        private final Jid address;
        private final Component component;

        Attached(Jid address, Component component) {
            this.address = address;
            this.component = component;
        }

        void receive(Stanza stanza, Ticket ticket) {
            try {
                component.receive(stanza, ticket.proof(), ticket::letGo);
            } catch (StanzaException e) {
                router.refuse(stanza, e.error(), ticket);
                ticket.letGo();
            } catch (RuntimeException e) {
                LOG.error("The component {} failed to take a {}", address, stanza.kind(), e);
                router.refuse(stanza, StanzaError.of(Condition.INTERNAL_SERVER_ERROR), ticket);
                ticket.letGo();
            }
        }

        @Override
        public CompletionStage<Fate> send(Stanza stanza) {
            CompletableFuture<Fate> fate = new CompletableFuture<>();
            boolean own = stanza.from()
                    .flatMap(Components.this::find)
                    .filter(this::equals)
                    .isPresent();
            if (!own || stanza.to().isEmpty()) {
                return CompletableFuture.failedFuture(new StanzaException(
                        Condition.BAD_REQUEST, "A stanza of the component " + address + " needs its from and a to"));
            }
            if (WrittenSize.of(stanza.element()) > LONGEST) {
                return CompletableFuture.failedFuture(new StanzaException(
                        Condition.POLICY_VIOLATION, "The stanza would be longer than " + LONGEST + " bytes"));
            }
            router.send(
                    stanza,
                    Ticket.takingRefusals(ticket -> ticket.refusal()
                            .ifPresentOrElse(
                                    error -> fate.completeExceptionally(new StanzaException(error)),
                                    () -> fate.complete(ticket.isKept() ? Fate.STORED : Fate.ROUTED))));
            return fate;
        }

        @Override
        public void close() {
            attached.remove(address, this);
        }
    }
}
