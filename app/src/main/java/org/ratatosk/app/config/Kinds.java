package org.ratatosk.app.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ratatosk.server.config.ComponentsConfig;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.jid.Jid;

/** The kinds of values that settings can have. Immutable. */
final class Kinds {
    private static final Set<String> COMPONENT = Set.of("secret", "connections");
    private static final Set<String> PLACE = Set.of("host", "port", "tls");

    private Kinds() {}

    /** Text in quotes, possibly empty. */
    static Kind<String> text() {
        return value -> {
            if (value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER) {
                return value.unwrapped().toString();
            }
            throw new IllegalArgumentException("text in quotes");
        };
    }

    /** {@code on} or {@code off}, as HOCON has it: {@code true}, {@code yes} and their opposites too. */
    static Kind<Boolean> flag() {
        return value -> switch (value.unwrapped().toString()) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new IllegalArgumentException("on or off");
        };
    }

    /** A whole number within bounds. */
    static Kind<Integer> number(int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        return value -> bounded(parsed(value, expected, Integer::valueOf), least, most, expected);
    }

    /** A size, as in {@code 256 KiB}, within bounds given in bytes. */
    static Kind<Integer> bytes(int least, int most) {
        String expected = "a size from " + least + " to " + most + " bytes, as in 256 KiB";
        return value -> {
            try {
                long size = value.atKey("value").getBytes("value");
                return Math.toIntExact(bounded(size, (long) least, (long) most, expected));
            } catch (ConfigException e) {
                throw new IllegalArgumentException(expected);
            }
        };
    }

    /** A span of time, as in {@code 60 seconds}, within bounds. */
    static Kind<Duration> duration(Duration least, Duration most) {
        String expected = "a time from " + least.toSeconds() + " to " + most.toSeconds()
                + " seconds, as in \"60 seconds\" or \"10 minutes\"";
        return value -> {
            if (value.valueType() == ConfigValueType.NUMBER) {
                throw new IllegalArgumentException(expected);
            }
            try {
                return bounded(value.atKey("value").getDuration("value"), least, most, expected);
            } catch (ConfigException e) {
                throw new IllegalArgumentException(expected);
            }
        };
    }

    /** One of some words. */
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        List<E> values = Arrays.asList(type.getEnumConstants());
        String expected = "one of " + values.stream().map(Kinds::word).collect(Collectors.joining(", "));
        return value -> values.stream()
                .filter(one -> word(one).equals(value.unwrapped().toString()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(expected));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of a domain, prepared. */
    static Kind<String> domain() {
        String expected = "the name of a domain, as in \"example.org\"";
        return value -> domain(text().read(value)).orElseThrow(() -> new IllegalArgumentException(expected));
    }

    private static Optional<String> domain(String text) {
        return Jid.parse(text).filter(Jid::isDomain).map(Jid::domain);
    }

    /** The part of an address before the {@code @}, prepared. */
    static Kind<String> localPart() {
        return value -> Jid.parse(text().read(value) + "@example.org")
                .flatMap(Jid::local)
                .orElseThrow(() -> new IllegalArgumentException("a name that can stand before an @"));
    }

    /** Where to listen. */
    static Kind<ListenAddress> listen() {
        return value -> ListenAddress.parse(text().read(value))
                .orElseThrow(() -> new IllegalArgumentException(
                        "an address and a port, as in \"127.0.0.1:5222\", \"[::1]:5222\" or \"*:5222\""));
    }

    /** A file or folder, as it is written. */
    static Kind<Path> path() {
        return value -> {
            try {
                return Path.of(text().read(value));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("the path of a file or folder");
            }
        };
    }

    /** An address with one of some schemes, without a slash at its end; empty text is allowed if {@code optional}. */
    static Kind<String> uri(boolean optional, String... schemes) {
        Set<String> allowed = Set.of(schemes);
        String expected = "an address that begins with " + String.join(": or ", schemes) + ":";
        return value -> {
            String text = text().read(value);
            if (text.isEmpty() && optional) {
                return text;
            }
            if (!scheme(text).filter(allowed::contains).isPresent()) {
                throw new IllegalArgumentException(expected);
            }
            return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        };
    }

    /** The scheme of an address that has something behind it. */
    private static Optional<String> scheme(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() == null ? Optional.empty() : Optional.ofNullable(uri.getScheme());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A time zone by name. */
    static Kind<ZoneId> zone() {
        return value -> {
            try {
                return ZoneId.of(text().read(value));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("a time zone, as in \"UTC\" or \"Europe/Berlin\"");
            }
        };
    }

    /** A list, in brackets, of at least so many values of a kind, without doubles. */
    static <T> Kind<List<T>> list(int least, Kind<T> kind) {
        return value -> {
            if (!(value instanceof ConfigList list)) {
                throw new IllegalArgumentException("a list in brackets");
            }
            if (list.size() < least) {
                throw new IllegalArgumentException("a list of at least " + least);
            }
            List<T> read = new ArrayList<>();
            for (ConfigValue one : list) {
                T item = item(kind, one);
                if (read.contains(item)) {
                    throw new IllegalArgumentException("a list without doubles");
                }
                read.add(item);
            }
            return List.copyOf(read);
        };
    }

    private static <T> T item(Kind<T> kind, ConfigValue one) {
        try {
            return kind.read(one);
        } catch (IllegalArgumentException e) {
            throw new UnfitItem(String.valueOf(e.getMessage()), one);
        }
    }

    /** A group in braces whose keys are domains, each with a value of a kind. */
    static <T> Kind<Map<String, T>> perDomain(Kind<T> kind) {
        return value -> {
            if (!(value instanceof ConfigObject group)) {
                throw new IllegalArgumentException("a group in braces with names of domains in quotes");
            }
            Map<String, T> read = new TreeMap<>();
            group.forEach((name, one) -> {
                String domain = domain(name)
                        .orElseThrow(() -> new UnfitItem("named after a domain, as in \"example.org\"", one, name));
                try {
                    read.put(domain, kind.read(one));
                } catch (IllegalArgumentException e) {
                    boolean bare = one instanceof ConfigObject && name.indexOf('.') < 0;
                    throw new UnfitItem(
                            e.getMessage() + (bare ? "; a name with dots stands in quotes" : ""), one, name);
                }
            });
            return Map.copyOf(read);
        };
    }

    /** Whom to ask about names. */
    static Kind<ListenAddress> resolver() {
        return value -> ListenAddress.parse(text().read(value))
                .filter(one -> one.port() > 0 && !one.host().equals("*"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the address of a DNS server and its port, as in \"127.0.0.1:53\" or \"[::1]:53\""));
    }

    /** Where a server is: {@code { host = "192.0.2.1", port = 5269, tls = starttls }}. */
    static Kind<FederationConfig.Place> place() {
        String expected = "of the form { host = \"192.0.2.1\", port = 5269, tls = starttls }, or tls = direct";
        return value -> {
            if (!(value instanceof ConfigObject group)
                    || !PLACE.containsAll(group.keySet())
                    || !group.containsKey("host")) {
                throw new IllegalArgumentException(expected);
            }
            ConfigValue port = group.getOrDefault("port", ConfigValueFactory.fromAnyRef(5269));
            String tls = String.valueOf(group.unwrapped().getOrDefault("tls", "starttls"));
            if (!tls.equals("starttls") && !tls.equals("direct")) {
                throw new IllegalArgumentException(expected);
            }
            return new FederationConfig.Place(
                    text().read(group.get("host")), number(1, 65_535).read(port), tls.equals("direct"));
        };
    }

    /** How a component connects: {@code { secret = "...", connections = 1 }}. What it is must not be told to anybody. */
    static Kind<ComponentsConfig.Access> componentAccess() {
        String expected = "of the form { secret = ${?NAME}, connections = 1 }, with a secret of at least "
                + ComponentsConfig.SHORTEST_SECRET + " characters";
        return value -> {
            if (!(value instanceof ConfigObject group)
                    || !COMPONENT.containsAll(group.keySet())
                    || !group.containsKey("secret")) {
                throw new IllegalArgumentException(expected);
            }
            ConfigValue connections = group.getOrDefault("connections", ConfigValueFactory.fromAnyRef(1));
            String secret = text().read(group.get("secret"));
            if (secret.length() < ComponentsConfig.SHORTEST_SECRET) {
                throw new IllegalArgumentException(expected);
            }
            return new ComponentsConfig.Access(secret, number(1, 100).read(connections));
        };
    }

    /** Something, or empty text for nothing. */
    static <T> Kind<Optional<T>> optional(Kind<T> kind) {
        return value -> value.unwrapped().equals("") ? Optional.empty() : Optional.of(kind.read(value));
    }

    private static <T> T parsed(ConfigValue value, String expected, Function<String, T> parse) {
        try {
            return parse.apply(value.unwrapped().toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected);
        }
    }

    private static <T extends Comparable<T>> T bounded(T value, T least, T most, String expected) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(expected);
        }
        return value;
    }
}
