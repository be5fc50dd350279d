package org.ratatosk.bridge.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.identity.IdentityStore.Verdict;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/**
 * Links members with their further addresses. A member asks for a code at home or on the web, for one address; whoever sends it
 * to the bot from that address has proved that both are one person. Five wrong codes from an address lock that address, and
 * nobody else. Blocks on the database. Thread-safe.
 */
public final class Identities {
    private static final Duration CODE_LIFE = Duration.ofMinutes(30);
    private static final IdentityStore.Lock LOCK = new IdentityStore.Lock(5, Duration.ofMinutes(30));
    private static final int WAITING = 10;
    private static final int ADDRESSES = 20;

    private final IdentityStore store;
    private final Names names;
    private final Jid bot;
    private final RoomCheck rooms;
    private final Codes codes;
    private final InstantSource clock;
    private final List<IdentityListener> listeners = new CopyOnWriteArrayList<>();

    /** @param bot the bot's own address, which nobody can link */
    public Identities(IdentityStore store, Names names, Jid bot, RoomCheck rooms, Codes codes, InstantSource clock) {
        this.store = store;
        this.names = names;
        this.bot = bot;
        this.rooms = rooms;
        this.codes = codes;
        this.clock = clock;
    }

    /** Tells somebody from now on what is proved and given up. */
    public void listen(IdentityListener listener) {
        listeners.add(listener);
    }

    /** The identity of an address. */
    public Optional<Identity> at(Jid address) {
        return store.find(address.bare());
    }

    /**
     * Makes sure that the domain of a linked address is proved as well as it was when that was linked. Nothing is asked of other
     * addresses.
     *
     * @throws CmsException if it is not, with the reason
     */
    public void demand(Jid address, Proof proof) {
        at(address).filter(identity -> !proof.isAtLeast(identity.proof())).ifPresent(identity -> {
            throw new CmsException(
                    "I know " + identity.address()
                            + ", but its server did not prove itself as well as when the address was linked"
                            + " (then " + words(identity.proof()) + ", now " + words(proof)
                            + "), so somebody else could be"
                            + " writing, and nothing was done. If it stays so, unlink the address from your account at "
                            + names.domains().get(0) + " and link it anew.",
                    true);
        });
    }

    private static String words(Proof proof) {
        return switch (proof) {
            case DIALBACK -> "by being called back";
            case CERTIFICATE -> "by a certificate";
            case HOSTED -> "by being hosted here";
        };
    }

    /** The proved addresses of a member. */
    public List<Identity> of(String member) {
        return store.of(member);
    }

    /** Identities whose address or member contains a text. */
    public List<Identity> search(String part, int offset, int limit) {
        return store.search(part, offset, limit);
    }

    /** Codes of a member that wait; the codes themselves are not kept, and empty here. */
    public List<LinkCode> pending(String member) {
        return store.waiting(member, clock.instant()).stream()
                .map(w -> new LinkCode(w.member(), w.address(), "", w.expires()))
                .toList();
    }

    /**
     * Makes a code with which a member can prove an address.
     *
     * @throws CmsException if the address cannot be linked, with the reason
     */
    public LinkCode request(String member, Jid address) {
        refuseWhatIsNobodys(address);
        refuseWhatIsTaken(member, address);
        List<IdentityStore.Waiting> waiting = store.waiting(member, clock.instant());
        if (waiting.size() >= WAITING
                && waiting.stream().noneMatch(w -> w.address().equals(address))) {
            throw new CmsException(
                    "You have " + waiting.size() + " codes that wait. Use them first, or wait until they end.", true);
        }
        if (store.of(member).size() >= ADDRESSES) {
            throw new CmsException("You have " + ADDRESSES + " addresses, which is as many as there may be.", false);
        }
        store.lockedUntil(address, LOCK, clock.instant()).ifPresent(until -> {
            throw locked(address, until);
        });
        String code = codes.next();
        Instant expires = clock.instant().plus(CODE_LIFE);
        store.putCode(new IdentityStore.Waiting(member, address, expires), Codes.hash(address, code));
        return new LinkCode(member, address, code, expires);
    }

    private void refuseWhatIsNobodys(Jid address) {
        if (address.isFull()) {
            throw new CmsException(
                    address
                            + " is one device or one occupant of a room. Give the address without what follows the slash: "
                            + address.bare(),
                    false);
        }
        if (address.local().isEmpty()) {
            throw new CmsException(address + " is a server, not a person's address.", false);
        }
        if (address.equals(bot)) {
            throw new CmsException("That is me.", false);
        }
        if (rooms.isRoom(address)) {
            throw new CmsException(
                    address + " is a room, where many people speak: it cannot be one person's address.", false);
        }
    }

    private void refuseWhatIsTaken(String member, Jid address) {
        Optional<String> home = names.of(address);
        if (home.isPresent()) {
            throw new CmsException(
                    home.get().equals(member)
                            ? address + " is your account here: it is yours without a code."
                            : address + " is an account of this site, and belongs to whoever has that account.",
                    false);
        }
        store.find(address).ifPresent(identity -> {
            throw new CmsException(
                    identity.member().equals(member)
                            ? address + " is linked with you already."
                            : address + " belongs to another member. It has to be unlinked there first.",
                    false);
        });
    }

    /**
     * Takes a code that came from an address.
     *
     * @param proof how the domain of the address is proved
     * @throws CmsException if it proves nothing, with the reason
     */
    public Identity prove(Jid sender, Proof proof, String code) {
        Jid address = sender.bare();
        Verdict verdict = store.prove(address, proof, Codes.hash(address, code), LOCK, clock.instant());
        return switch (verdict.kind()) {
            case PROVED -> {
                Identity identity = java.util.Objects.requireNonNull(verdict.identity());
                listeners.forEach(listener -> listener.linked(identity));
                yield identity;
            }
            case EXPIRED ->
                throw new CmsException(
                        "That code has ended: codes live for " + CODE_LIFE.toMinutes() + " minutes. Ask for a new one.",
                        false);
            case TAKEN ->
                throw new CmsException(
                        address
                                + " belongs to another member. Write \"unlink\" to me from it, then try the code again.",
                        false);
            case LOCKED -> throw locked(address, verdict.until());
            case WRONG ->
                throw new CmsException(
                        "That code is not right for " + address
                                + ". A code only works from the address that it was asked for. Tries left: "
                                + verdict.left(),
                        false);
        };
    }

    private CmsException locked(Jid address, Instant until) {
        long minutes = Math.max(
                1, Duration.between(clock.instant(), until).plusSeconds(59).toMinutes());
        return new CmsException(
                "Too many wrong codes came from " + address + ". It is locked for " + minutes
                        + (minutes == 1 ? " minute" : " minutes") + "; then ask for a new code.",
                true);
    }

    /** Changes what may be done from an address of a member. */
    public void setRights(String member, Jid address, Set<Identity.Right> rights) {
        if (!store.setRights(member, address.bare(), rights)) {
            throw notYours(address);
        }
    }

    /** Gives an address of a member up, and what hangs on it, or the code that waits for it. */
    public void unlink(String member, Jid address) {
        Optional<Identity> identity =
                store.find(address.bare()).filter(i -> i.member().equals(member));
        boolean waits = store.waiting(member, clock.instant()).stream()
                .anyMatch(w -> w.address().equals(address.bare()));
        if (identity.isEmpty() && !waits) {
            throw notYours(address);
        }
        identity.ifPresent(given -> listeners.forEach(listener -> listener.unlinked(given)));
        store.remove(member, address.bare());
    }

    /** Gives all addresses of a member up, and what hangs on them. */
    public void forget(String member) {
        store.of(member).forEach(identity -> listeners.forEach(listener -> listener.unlinked(identity)));
        store.removeAll(member);
    }

    /** Forgets codes and wrong tries that have long ended. */
    public void clean() {
        store.forgetBefore(clock.instant().minus(CODE_LIFE));
    }

    private static CmsException notYours(Jid address) {
        return new CmsException(address.bare() + " is not linked with you.", false);
    }
}
