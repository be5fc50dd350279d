package org.ratatosk.server.tls;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.dns.ALabels;
import org.ratatosk.server.dns.Memory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what domains publish at {@code https://DOMAIN/.well-known/posh/xmpp-server.json}: fingerprints of their servers' certificates,
 * or the one other place where these are (RFC 7711). It is kept as long as it says, but no longer than a day; that there is none, for ten
 * minutes; that nobody answered, not at all. Thread-safe.
 */
public final class Posh implements Fingerprints {
    private static final Logger LOG = LoggerFactory.getLogger(Posh.class);
    private static final String PATH = "/.well-known/posh/xmpp-server.json";
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration NOTHING = Duration.ofMinutes(10);
    private static final int MAX_KEPT = 1000;
    private static final int MAX_FINGERPRINTS = 100;
    private static final int MAX_DEPTH = 8;
    private static final Map<String, Integer> HASHES = Map.of("sha-256", 32, "sha-512", 64);

    private final Websites web;
    private final Memory<String, Published> kept;

    /** What is published, and how long that may be kept. */
    private record Published(Set<String> fingerprints, Duration life) {
        static final Published NONE = new Published(Set.of(), NOTHING);
    }

    /** A document that breaks the rules. */
    private static final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message, null, false, false);
        }
    }

    /** @param web reads documents */
    public Posh(Websites web, InstantSource clock) {
        this.web = web;
        this.kept = new Memory<>(MAX_KEPT, Published::life, clock, this::find);
    }

    @Override
    public CompletionStage<Set<String>> of(String domain) {
        Optional<String> name = domain.startsWith("[") ? Optional.empty() : ALabels.of(domain);
        return name.isEmpty()
                ? CompletableFuture.completedFuture(Set.of())
                : kept.ask(name.get()).thenApply(Published::fingerprints);
    }

    private CompletionStage<Published> find(String name) {
        return web.read(URI.create("https://" + name + PATH))
                .thenApply(Posh::parse)
                .thenCompose(this::follow)
                .exceptionally(failure -> {
                    if (NotNow.words(failure).isPresent()) {
                        LOG.debug("Not known now what {} publishes: {}", name, String.valueOf(failure.getMessage()));
                        throw new CompletionException(failure); // which is not kept
                    }
                    LOG.debug("{} publishes no fingerprints: {}", name, String.valueOf(failure.getMessage()));
                    return Published.NONE;
                });
    }

    /** Fingerprints are found here, or at one other place and no further (section 3.2). */
    private CompletionStage<Published> follow(Map<String, Object> document) {
        if (!(document.get("url") instanceof String other) || document.containsKey("fingerprints")) {
            return CompletableFuture.completedFuture(published(document));
        }
        Duration life = life(document);
        try {
            return web.read(new URI(other)).thenApply(text -> {
                Published found = published(parse(text));
                return new Published(found.fingerprints(), found.life().compareTo(life) < 0 ? found.life() : life);
            });
        } catch (URISyntaxException e) {
            throw new BrokenException("It sends on to no address");
        }
    }

    private static Map<String, Object> parse(String text) {
        checkDepth(text);
        try {
            return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                    .root()
                    .unwrapped();
        } catch (ConfigException e) {
            throw new BrokenException("It is no JSON");
        }
    }

    /** The parser nests as deeply as its text, and reads texts in three quotes, which JSON has not. */
    private static void checkDepth(String text) {
        if (text.contains("\"\"\"")) {
            throw new BrokenException("It is no JSON");
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += c == '\\' ? 1 : 0;
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
            if (depth > MAX_DEPTH) {
                throw new BrokenException("It is nested too deeply");
            }
        }
    }

    private static Duration life(Map<String, Object> document) {
        if (document.get("expires") instanceof Number seconds && seconds.longValue() > 0) {
            return Duration.ofSeconds(Math.min(seconds.longValue(), LONGEST.toSeconds()));
        }
        throw new BrokenException("It does not say how long it holds");
    }

    private static Published published(Map<String, Object> document) {
        Duration life = life(document);
        Set<String> found = new HashSet<>();
        if (document.get("fingerprints") instanceof List<?> all) {
            all.stream().limit(MAX_FINGERPRINTS).forEach(each -> {
                if (each instanceof Map<?, ?> hashes) {
                    HASHES.forEach(
                            (name, length) -> hash(hashes.get(name), length).ifPresent(found::add));
                }
            });
        }
        return new Published(Set.copyOf(found), life);
    }

    private static Optional<String> hash(@Nullable Object value, int length) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == length ? Optional.of(HexFormat.of().formatHex(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
