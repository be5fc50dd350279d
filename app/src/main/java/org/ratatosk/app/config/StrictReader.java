package org.ratatosk.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a HOCON file by asking it for settings. Whatever was not asked for is unknown; unknown keys and bad values are gathered and
 * reported together. Confined to one thread.
 */
final class StrictReader {
    private static final int MAX_SHOWN = 60;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\??([^}]+)}");

    private record Problem(int line, String text) {}

    private final Config config;
    private final Map<String, Object> declared = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private StrictReader(Config config) {
        this.config = config;
    }

    /**
     * Opens a file; {@code ${?NAME}} in it stands for an environment variable.
     *
     * @throws ConfigProblems if it cannot be read as HOCON at all
     */
    static StrictReader of(Path file) throws ConfigProblems {
        if (!Files.isReadable(file)) {
            throw new ConfigProblems(
                    List.of(file + ": there is no such file, or it cannot be read. --config names another."));
        }
        try {
            ConfigParseOptions hocon =
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);
            return new StrictReader(
                    ConfigFactory.parseFile(file.toFile(), hocon).resolve());
        } catch (ConfigException e) {
            throw new ConfigProblems(List.of(place(e.origin(), file) + words(e)));
        }
    }

    /** Reads from text, for tests and for defaults. */
    static StrictReader of(String hocon) {
        return new StrictReader(ConfigFactory.parseString(hocon).resolve());
    }

    /** The value of a setting, or {@code standard} if the file does not have it or has a bad one, which is noted. */
    <T> T setting(String path, T standard, Kind<T> kind) {
        if (declared.put(path, standard) != null) {
            throw new IllegalStateException(path + " is read twice");
        }
        ConfigValue value = value(path);
        if (value == null) {
            return standard;
        }
        try {
            return kind.read(value);
        } catch (IllegalArgumentException e) {
            ConfigValue unfit = e instanceof UnfitItem part ? part.item() : value;
            String entry = e instanceof UnfitItem part ? part.path(path) : path;
            note(
                    unfit.origin(),
                    "%s must be %s%s".formatted(entry, e.getMessage(), entry.equals(path) ? shown(unfit) : ""));
            return standard;
        }
    }

    /** Notes that the value of a setting does not go with the others; the sentence begins with the setting's name. */
    void problem(String path, String sentence) {
        ConfigValue value = value(path);
        note(value == null ? null : value.origin(), path + " " + sentence);
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigProblems if there was a bad value or an unknown key
     */
    void finish() throws ConfigProblems {
        findUnknown("", config.root());
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(Problem::text)
                    .toList());
        }
    }

    /** What was asked for so far, with the defaults. */
    Map<String, Object> declared() {
        return Map.copyOf(declared);
    }

    private @Nullable ConfigValue value(String path) {
        try {
            return config.hasPath(path) ? config.getValue(path) : null;
        } catch (ConfigException.WrongType e) {
            return null; // a parent that is no object is found as unknown
        }
    }

    private void findUnknown(String prefix, ConfigObject object) {
        object.forEach((key, value) -> {
            String path = prefix + ConfigUtil.joinPath(key);
            if (declared.containsKey(path)) {
                return;
            }
            boolean isGroup = declared.keySet().stream().anyMatch(known -> known.startsWith(path + "."));
            if (!isGroup) {
                note(value.origin(), "unknown setting \"" + path + "\"" + suggestion(path));
            } else if (value instanceof ConfigObject group) {
                findUnknown(path + ".", group);
            } else {
                note(value.origin(), path + " must be a group in braces");
            }
        });
    }

    /** What stands there instead, but not all of a long text, and nothing of a group, which may hold secrets. */
    private static String shown(ConfigValue value) {
        if (value.unwrapped() instanceof Map || value.unwrapped() instanceof List) {
            return "";
        }
        String text = value.render(ConfigRenderOptions.concise());
        return ", not " + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text);
    }

    private String suggestion(String path) {
        return Spelling.nearest(path, names())
                .map(known -> "; did you mean \"" + known + "\"?")
                .orElse("");
    }

    /** All settings, and the groups that they stand in. */
    private Set<String> names() {
        Set<String> names = new HashSet<>();
        for (String path : declared.keySet()) {
            for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
                names.add(path.substring(0, end));
            }
        }
        return names;
    }

    private void note(@Nullable ConfigOrigin origin, String text) {
        problems.add(new Problem(origin == null ? 0 : origin.lineNumber(), place(origin, null) + text));
    }

    private static String place(@Nullable ConfigOrigin origin, @Nullable Path file) {
        String name = origin == null ? null : origin.filename();
        if (origin == null || name == null) {
            return file == null ? "" : file + ": ";
        }
        return origin.lineNumber() < 1 ? name + ": " : name + ":" + origin.lineNumber() + ": ";
    }

    /** The library's own words are for programmers. */
    private static String words(ConfigException e) {
        if (e instanceof ConfigException.UnresolvedSubstitution) {
            Matcher name = VARIABLE.matcher(String.valueOf(e.getMessage()));
            String missing = name.find() ? name.group(1) : "";
            return "${%s} is neither a setting nor a variable of the environment; written as ${?%s} it may be missing."
                    .formatted(missing, missing);
        }
        if (e instanceof ConfigException.IO) {
            return "the file, or one that it includes, cannot be read.";
        }
        return "from here on the file cannot be understood. Mostly a quotation mark, a brace, a bracket or a comma is missing"
                + " or too many, here or above; text with signs like $ or : in it stands in quotes.";
    }
}
