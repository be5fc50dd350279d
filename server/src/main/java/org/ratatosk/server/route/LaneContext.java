package org.ratatosk.server.route;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Lane;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.Account;

/** A {@link Context} made of a lane and the router around it. Lane-confined. */
abstract class LaneContext implements Context {
    final Router router;
    final Lane lane;
    final @Nullable Session origin;

    LaneContext(Router router, Lane lane, @Nullable Session origin) {
        this.router = router;
        this.lane = lane;
        this.origin = origin;
    }

    /** The stanza that is being handled as it is now, or {@code null}. */
    abstract @Nullable Stanza stanza();

    @Override
    public Jid account() {
        return lane.jid();
    }

    @Override
    public Optional<Account> owner() {
        return router.accountOf(lane);
    }

    @Override
    public void setOwner(Account changed) {
        router.setAccount(lane, changed);
    }

    @Override
    public void forget() {
        lane.reload();
    }

    @Override
    public List<Session> sessions() {
        return lane.sessions();
    }

    @Override
    public Optional<Session> origin() {
        return Optional.ofNullable(origin);
    }

    @Override
    public Target target() {
        Optional<Jid> to = Optional.ofNullable(stanza()).flatMap(Stanza::to);
        if (to.isPresent() && to.get().local().isEmpty()) {
            return Target.SERVER;
        }
        return origin != null ? Target.OWN_ACCOUNT : Target.OTHER_ACCOUNT;
    }

    @Override
    public <T> T state(Key<T> key) {
        return lane.attachments()
                .find(key)
                .orElseThrow(() -> new IllegalStateException("Nothing is kept under " + key));
    }

    @Override
    public <T> T state(Key<T> key, Supplier<T> initial) {
        return lane.attachments().get(key, initial);
    }

    @Override
    public Instant now() {
        return router.clock().instant();
    }

    @Override
    public String newId() {
        return router.ids().next();
    }

    @Override
    public boolean hosts(String domain) {
        return router.hosts(domain);
    }

    @Override
    public List<Session> mostAvailable() {
        return Delivery.mostAvailable(lane.sessions());
    }

    @Override
    public boolean isComponent(Jid address) {
        return router.components().isComponent(address);
    }

    @Override
    public List<Jid> subdomains(String domain) {
        return router.components().subdomains(domain);
    }

    @Override
    public void acknowledged(Stanza message) {
        router.components().acknowledged(message, lane.jid());
    }

    @Override
    public void inLane(Jid bare, Task task) {
        router.inLane(bare, task);
    }
}
