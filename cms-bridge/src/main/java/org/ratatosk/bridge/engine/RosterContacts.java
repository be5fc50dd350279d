package org.ratatosk.bridge.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.RosterItem;

/**
 * Friends as the engine's rosters have them. An engine that gives no power over rosters has no friends to tell of. Thread-safe;
 * blocks.
 */
public final class RosterContacts implements Visibility.Contacts {
    private static final int PATIENCE_SECONDS = 10;
    private final Engine.@Nullable Rosters rosters;

    private final Function<Jid, Set<Jid>> strangers;

    /**
     * @param engine whose rosters are read
     * @param strangers those in the roster of an account who see it without being friends
     */
    public RosterContacts(Engine engine, Function<Jid, Set<Jid>> strangers) {
        this.strangers = strangers;
        this.rosters = engine.rosters().orElse(null);
    }

    @Override
    public Set<Jid> shownTo(Jid owner) {
        if (rosters == null) {
            return Set.of();
        }
        Set<Jid> shown = new HashSet<>();
        for (RosterItem item : items(rosters, owner)) {
            if (item.subscription().isFrom()) {
                shown.add(item.contact());
            }
        }
        shown.removeAll(strangers.apply(owner));
        return shown;
    }

    private static List<RosterItem> items(Engine.Rosters rosters, Jid owner) {
        try {
            return rosters.items(owner).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable();
        } catch (ExecutionException | TimeoutException e) {
            throw unreadable();
        }
    }

    private static CmsException unreadable() {
        return new CmsException("The contact list cannot be read now. Try again later.", true);
    }
}
