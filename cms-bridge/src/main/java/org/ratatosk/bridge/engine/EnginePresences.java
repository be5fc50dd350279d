package org.ratatosk.bridge.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.server.jid.Jid;

/** {@link Presences} of the accounts of an engine. Thread-safe; blocks. */
public final class EnginePresences implements Presences {
    private final Choices choices;
    private final Engine engine;
    private final Names names;
    private final Consumer<String> chosen;

    /**
     * @param choices what was chosen
     * @param engine tells who is there
     * @param names whose accounts are whose
     * @param chosen hears of each member who has chosen anew
     */
    public EnginePresences(Choices choices, Engine engine, Names names, Consumer<String> chosen) {
        this.chosen = chosen;
        this.choices = choices;
        this.engine = engine;
        this.names = names;
    }

    @Override
    public Shown choice(String member) {
        return choices.of(member).orElse(Shown.NOBODY);
    }

    @Override
    public void choose(String member, Shown shown) {
        boolean news = choice(member) != shown;
        choices.put(member, shown);
        if (news) {
            chosen.accept(member);
        }
    }

    @Override
    public void forget(String member) {
        choices.put(member, Shown.NOBODY);
    }

    @Override
    public String seen(String member, Shown to) {
        Optional<Jid> home = names.home(member);
        if (home.isEmpty() || engine.presences().isEmpty() || !choice(member).includes(to)) {
            return UNKNOWN;
        }
        return engine.presences().get().of(home.get()).stream()
                .max(Comparator.comparingInt(Engine.Presences.Seen::priority))
                .map(seen -> seen.show().isEmpty() ? "online" : seen.show())
                .orElse("offline");
    }
}
