package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.server.jid.Jid;

/** The site's members: accounts of this server, with what each has set. Thread-safe. */
final class Members {
    private static final int LONGEST_SHOWN = 200;

    private final MemberStore store;
    private final KeptCms.Accounts accounts;
    private final Names names;
    private final Limits limits;
    private final Object arrivals = new Object();
    private final List<KeptCms.Listener> listeners = new CopyOnWriteArrayList<>();

    Members(MemberStore store, KeptCms.Accounts accounts, Names names, Limits limits) {
        this.store = store;
        this.accounts = accounts;
        this.names = names;
        this.limits = limits;
    }

    void listen(KeptCms.Listener listener) {
        listeners.add(listener);
    }

    void showsPresence(String name, Presences.Shown shown) {
        listeners.forEach(listener -> listener.showsPresence(name, shown));
    }

    void tied(Tie tie, Tie.State state, String by, Instant at, boolean live) {
        listeners.forEach(listener -> listener.tied(tie, state, by, at, live));
    }

    void happened() {
        listeners.forEach(KeptCms.Listener::happened);
    }

    Optional<Member> member(String name) {
        Optional<Jid> home = names.home(name);
        return home.flatMap(accounts::incarnation)
                .flatMap(incarnation -> known(name, incarnation).or(() -> arrived(name, home.get())))
                .map(set -> new Member(name, home.get(), set.displayName(), set.defaultSecurity(), set.alertsOn()));
    }

    private Optional<MemberStore.Settings> known(String name, String incarnation) {
        return store.settings(name).filter(set -> set.incarnation().equals(incarnation));
    }

    /** What was asked about the account before may be over by now: only an answer from within counts, so that the latest account wins. */
    private Optional<MemberStore.Settings> arrived(String name, Jid home) {
        synchronized (arrivals) {
            return accounts.incarnation(home)
                    .map(incarnation -> known(name, incarnation).orElseGet(() -> begun(name, home, incarnation)));
        }
    }

    /** Nobody inherits from an earlier account of the same name, in whatever way that was deleted. */
    private MemberStore.Settings begun(String name, Jid home, String incarnation) {
        if (store.settings(name).isPresent()) {
            listeners.forEach(listener -> listener.left(name, home));
            store.forget(name);
        }
        MemberStore.Settings fresh =
                new MemberStore.Settings(shortened(ShownName.login(name)), Security.PUBLIC, true, incarnation);
        store.putSettings(name, fresh);
        listeners.forEach(listener -> listener.arrived(home));
        return fresh;
    }

    void updateMember(Member member) {
        required(member.name());
        String shown = member.displayName().strip();
        if (shown.isEmpty()) {
            throw new CmsException("The name to be shown is empty.", false);
        }
        Drafts.bounded("name to be shown", shown, Math.min(LONGEST_SHOWN, limits.title()));
        if (shown.length() > LONGEST_SHOWN || !ShownName.isVisible(shown)) {
            throw new CmsException(
                    "The name to be shown holds characters that cannot be seen, or too many rare ones. Nothing was done.",
                    false);
        }
        synchronized (arrivals) {
            String incarnation = names.home(member.name())
                    .flatMap(home -> arrived(member.name(), home))
                    .orElseThrow(() -> noMember(member.name()))
                    .incarnation();
            store.putSettings(
                    member.name(),
                    new MemberStore.Settings(shown, member.defaultSecurity(), member.alertsOn(), incarnation));
        }
    }

    boolean make(String name) {
        Jid home = names.home(name).orElseThrow(() -> noMember(name));
        boolean made = accounts.create(home);
        if (made) {
            member(name); // who arrives is welcomed
        }
        return made;
    }

    void setEnabled(String name, boolean enabled) {
        names.home(name)
                .filter(home -> accounts.setEnabled(home, enabled) && enabled)
                .ifPresent(home -> listeners.forEach(listener -> listener.arrived(home)));
    }

    void endLogins(String name) {
        names.home(name).ifPresent(accounts::endLogins);
    }

    /** The account goes last, so that whoever is interrupted can do it again; an admin's stays, and all that hangs on it. */
    void remove(String name) {
        listeners.forEach(listener -> listener.removed(name));
        names.home(name).filter(home -> !accounts.isAdmin(home)).ifPresent(home -> {
            accounts.setEnabled(home, false);
            gone(name, home);
            accounts.delete(home);
        });
    }

    private void gone(String name, Jid home) {
        synchronized (arrivals) {
            listeners.forEach(listener -> listener.left(name, home));
            store.forget(name);
        }
    }

    void rename(String name, String to) {
        Member member = member(name).orElseThrow(() -> noMember(name));
        Jid home = names.home(to).orElseThrow(() -> noMember(to));
        if (accounts.isAdmin(member.home())) {
            throw new CmsException(name + " is an admin here, who is renamed by hand.", false);
        }
        if (!accounts.create(home)) {
            throw new CmsException("There is an account " + home + " already.", false);
        }
        accounts.incarnation(home).ifPresent(incarnation -> {
            synchronized (arrivals) {
                store.rename(name, to, incarnation);
                listeners.forEach(listener -> listener.arrived(home));
            }
        });
        listeners.forEach(listener -> listener.renamed(name, to));
        gone(name, member.home());
        accounts.delete(member.home());
    }

    void says(String name, Profile said) {
        if (said.shown() != null) {
            shownAs(name, said.shown());
        }
        listeners.forEach(listener -> listener.says(name, said));
    }

    /** Takes over how a member of a CMS is shown there; what could not be chosen here is left as it was. */
    private void shownAs(String name, String displayName) {
        String shown = displayName.strip();
        if (shown.isEmpty() || shown.length() > LONGEST_SHOWN || !ShownName.isVisible(shown)) {
            return;
        }
        synchronized (arrivals) {
            store.settings(name)
                    .filter(set -> !set.displayName().equals(shown))
                    .ifPresent(set -> store.putSettings(
                            name,
                            new MemberStore.Settings(shown, set.defaultSecurity(), set.alertsOn(), set.incarnation())));
        }
    }

    /** As much of a name as can be kept to be shown. */
    private static String shortened(String name) {
        int end = Math.min(name.length(), LONGEST_SHOWN);
        boolean split = end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
        return name.substring(0, split ? end - 1 : end);
    }

    void required(String name) {
        if (member(name).isEmpty()) {
            throw noMember(name);
        }
    }

    private static CmsException noMember(String name) {
        return new CmsException("There is no member " + name + " here.", false);
    }
}
