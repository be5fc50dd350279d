package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code help}: tells what there is, or more of one command. Immutable. */
public final class HelpCommand implements Command {
    private final String siteName;
    private final Supplier<List<Command>> all;

    /**
     * @param siteName the site's name
     * @param all the visible list, asked when it is needed, as this command is on it
     */
    public HelpCommand(String siteName, Supplier<List<Command>> all) {
        this.siteName = siteName;
        this.all = all;
    }

    @Override
    public List<String> names() {
        return List.of("help");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "help [COMMAND]";
    }

    @Override
    public String summary() {
        return "What I can do, or more about one command.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return line.args().isEmpty() || named(line.args()).isPresent();
    }

    @Override
    public String run(Request request) {
        if (request.args().isEmpty()) {
            return overview(request.caller() != null);
        }
        return named(request.args())
                .map(HelpCommand::page)
                .orElseGet(() -> "There is no command \"" + firstWord(request.args()) + "\".\n\n"
                        + overview(request.caller() != null));
    }

    private String overview(boolean member) {
        StringBuilder text = new StringBuilder("I carry words between you and ")
                .append(siteName)
                .append(".\n");
        for (Command command : all.get()) {
            if (member || command.access() == Access.ANYBODY) {
                text.append('\n').append(command.usage()).append(" - ").append(command.summary());
            }
        }
        return text.append("\n\nMore about one of them: help COMMAND. To comment, simply reply to an alert.")
                .toString();
    }

    private static String page(Command command) {
        StringBuilder text = new StringBuilder(command.usage()).append('\n').append(command.summary());
        if (!command.details().isEmpty()) {
            text.append("\n\n").append(command.details());
        }
        if (command.names().size() > 1) {
            text.append("\n\nAlso: ")
                    .append(String.join(
                            ", ", command.names().subList(1, command.names().size())));
        }
        return text.toString();
    }

    private Optional<Command> named(String args) {
        String word = firstWord(args).toLowerCase(Locale.ROOT);
        return all.get().stream().filter(c -> c.names().contains(word)).findFirst();
    }

    private static String firstWord(String args) {
        String word = args.strip().split("\\s+", 2)[0];
        return word.length() <= 32 ? word : word.substring(0, 32);
    }
}
