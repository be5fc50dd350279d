package org.ratatosk.bridge.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.ratatosk.bridge.buddies.Rosters;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;

/** {@link Rosters} of an engine. One that gives no power over rosters has none. Thread-safe; blocks. */
public final class EngineRosters implements Rosters {
    /** The mark of what the site has made. */
    static final String SITE = "site";

    private final Engine engine;
    private final Names names;
    private final Jid bot;
    private final String group;
    private final UnaryOperator<String> shown;

    /**
     * @param engine has the rosters
     * @param names whose accounts are whose
     * @param bot stands in rosters, and is no member
     * @param group in which contacts stand that the site makes
     * @param shown how a member is shown
     */
    public EngineRosters(Engine engine, Names names, Jid bot, String group, UnaryOperator<String> shown) {
        this.engine = engine;
        this.names = names;
        this.bot = bot;
        this.group = group;
        this.shown = shown;
    }

    private Engine.Rosters rosters() {
        return engine.rosters().orElseThrow(() -> new CmsException("This server gives no power over rosters.", false));
    }

    @Override
    public boolean has(String member) {
        return engine.rosters().isPresent()
                && names.home(member)
                        .filter(home -> !home.equals(bot))
                        .filter(home -> engine.accounts()
                                .map(accounts -> done(accounts.incarnation(home)))
                                .filter(Optional::isPresent)
                                .isPresent())
                        .isPresent();
    }

    @Override
    public Map<String, Entry> of(String member) {
        Map<String, Entry> entries = new HashMap<>();
        if (engine.rosters().isPresent() && names.home(member).isPresent()) {
            Jid home = names.home(member).get();
            Set<Jid> blocked = done(rosters().blocked(home));
            for (RosterItem item : done(rosters().items(home))) {
                other(item.contact(), home)
                        .ifPresent(name -> entries.put(name, entry(item, blocked.contains(item.contact()))));
            }
            for (Jid one : blocked) {
                other(one, home).ifPresent(name -> entries.putIfAbsent(name, new Entry(false, false, false, true)));
            }
        }
        return entries;
    }

    private Optional<String> other(Jid contact, Jid home) {
        return contact.isBare() && !contact.equals(bot) && !contact.equals(home) ? names.of(contact) : Optional.empty();
    }

    private static Entry entry(RosterItem item, boolean blocked) {
        return new Entry(
                true,
                item.subscription().isTo() || item.ask(),
                item.subscription().isFrom() || item.approved(),
                blocked);
    }

    @Override
    public Map<String, String> subscriptions(String member) {
        Map<String, String> found = new HashMap<>();
        if (engine.rosters().isPresent() && names.home(member).isPresent()) {
            Jid home = names.home(member).get();
            for (RosterItem item : done(rosters().items(home))) {
                other(item.contact(), home)
                        .ifPresent(name ->
                                found.put(name, item.subscription().name().toLowerCase(Locale.ROOT)));
            }
        }
        return found;
    }

    @Override
    public Entry change(String member, String other, Wish wish) {
        Jid home = home(member);
        Jid contact = home(other);
        boolean adds = wish.listed() || Boolean.TRUE.equals(wish.wants()) || Boolean.TRUE.equals(wish.lets());
        String name = adds ? shown.apply(other) : "";
        Entry[] then = {Entry.NONE};
        done(rosters().change(home, contact, old -> {
            Optional<RosterItem> now = changed(old, contact, name, wish);
            then[0] = now.map(item -> entry(item, false)).orElse(Entry.NONE);
            return now;
        }));
        return then[0];
    }

    private Optional<RosterItem> changed(Optional<RosterItem> old, Jid contact, String name, Wish wish) {
        RosterItem was = old.orElseGet(() -> new RosterItem(
                contact, name, group.isEmpty() ? List.of() : List.of(group), Subscription.NONE, false, false, SITE));
        boolean wants = wish.wants() == null ? was.subscription().isTo() : wish.wants();
        boolean lets = wish.lets() == null ? was.subscription().isFrom() : wish.lets();
        Subscription left = Subscription.of(wants, lets);
        boolean ask = wish.wants() == null && was.ask();
        boolean approved = wish.lets() == null && was.approved();
        boolean kept = wish.listed()
                || left != Subscription.NONE
                || ask
                || approved
                || !was.origin().equals(SITE);
        return kept
                ? Optional.of(new RosterItem(contact, was.name(), was.groups(), left, ask, approved, was.origin()))
                : Optional.empty();
    }

    @Override
    public void block(String member, String other, boolean blocks) {
        done(rosters().block(home(member), home(other), blocks));
    }

    @Override
    public void watch(Consumer<String> watcher) {
        engine.rosters()
                .ifPresent(rosters -> rosters.watch(owner -> names.of(owner).ifPresent(watcher)));
    }

    private Jid home(String member) {
        return names.home(member)
                .orElseThrow(() -> new CmsException("There is nobody called " + member + " here.", false));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return Await.result(stage);
    }
}
