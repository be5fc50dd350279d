package org.ratatosk.bridge.engine;

import java.util.List;
import java.util.function.Consumer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.RosterItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the bot into the rosters of the site's accounts, where the engine lets it. Thread-safe; blocks. */
public final class BotContact {
    private static final Logger LOG = LoggerFactory.getLogger(BotContact.class);
    private static final String ORIGIN = "bridge";
    private static final int PAGE = 200;

    private final BridgeConfig config;
    private final Engine engine;

    /** @param engine whose rosters it stands in */
    public BotContact(BridgeConfig config, Engine engine) {
        this.config = config;
        this.engine = engine;
    }

    /** Puts the bot into an account's roster if it is not there as it should be; whether that was so. */
    public boolean put(Jid owner) {
        RosterItem item = new RosterItem(
                config.bot(),
                config.botName(),
                config.rosterGroup().isEmpty() ? List.of() : List.of(config.rosterGroup()),
                RosterItem.Subscription.BOTH,
                false,
                false,
                ORIGIN);
        return engine.rosters()
                .map(rosters -> {
                    if (Await.result(rosters.items(owner)).stream().anyMatch(kept -> isFine(kept, item))) {
                        return false;
                    }
                    Await.result(rosters.put(owner, item));
                    return true;
                })
                .orElse(false);
    }

    /** A name or group that the owner has chosen stays. */
    private static boolean isFine(RosterItem kept, RosterItem item) {
        boolean owners = kept.origin().isEmpty();
        return kept.contact().equals(item.contact())
                && kept.subscription() == item.subscription()
                && (owners || (kept.name().equals(item.name()) && kept.groups().equals(item.groups())));
    }

    /** Puts the bot into the rosters of all accounts of the site, page by page. */
    public void putAll() {
        if (engine.rosters().isPresent()) {
            each(page -> page.stream()
                    .takeWhile(owner -> !Thread.currentThread().isInterrupted())
                    .forEach(this::tryPut));
        }
    }

    /** All accounts of the site, some at a time. */
    public void each(Consumer<List<Jid>> some) {
        if (engine.accounts().isEmpty()) {
            return;
        }
        for (String domain : config.siteDomains()) {
            List<Jid> page;
            int offset = 0;
            do {
                page = Await.result(engine.accounts().get().list(domain, offset, PAGE));
                some.accept(page);
                offset += page.size();
            } while (page.size() == PAGE && !Thread.currentThread().isInterrupted());
        }
    }

    private void tryPut(Jid owner) {
        try {
            put(owner);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LOG.warn("The bot could not be put into the roster of {}: {}", owner, e.getMessage());
        }
    }
}
