package org.ratatosk.bridge;

import java.util.List;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.bot.HelpCommand;
import org.ratatosk.bridge.config.BridgeConfig;

/** Everything that people can tell the bot to do: one file each, one line here. The order is that of {@code help}. Immutable. */
public final class Commands {
    private final List<Command> all;

    /** Makes the list; each command gets what it works with. */
    public Commands(BridgeConfig config) {
        this.all = List.of(new HelpCommand(config.siteName(), this::all));
    }

    /** The visible list. */
    public List<Command> all() {
        return all;
    }
}
