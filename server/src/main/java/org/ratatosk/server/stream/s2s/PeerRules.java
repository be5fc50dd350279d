package org.ratatosk.server.stream.s2s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.FederationConfig.Security;

/**
 * What other domains have to prove: as the configuration says, unless an admin of the running server has said otherwise for a domain.
 * Such rules are kept in a file of the data folder, a line each. What is blocked is blocked with its subdomains. Thread-safe.
 */
public final class PeerRules {
    private static final int MAX_RULES = 10_000;
    private final FederationConfig config;
    private final Path file;
    private volatile Map<String, Security> rules;

    /**
     * Reads the rules.
     *
     * @param config what holds where there is no rule
     * @param file of the rules; it need not be there
     * @throws UncheckedIOException if it cannot be read or understood: what was blocked must not be open for that
     */
    public PeerRules(FederationConfig config, Path file) {
        this.config = config;
        this.file = file;
        this.rules = read(file);
    }

    private static Map<String, Security> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<String, Security> read = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                read.put(words[0], Security.valueOf(words.length < 2 ? "" : words[1].toUpperCase(Locale.ROOT)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The rules for other servers in " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "The rules for other servers in " + file + " cannot be understood. Each line is a domain and one of"
                            + " secure, dialback, plaintext, blocked; mend the file, or delete it if no rule is needed.",
                    new IOException(e));
        }
        return Collections.unmodifiableMap(read);
    }

    /** What a domain has to prove. */
    Security of(String domain) {
        Map<String, Security> now = rules;
        Security own = now.get(domain);
        if (own != null) {
            return own;
        }
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            if (now.get(domain.substring(dot + 1)) == Security.BLOCKED) {
                return Security.BLOCKED;
            }
        }
        return config.securityOf(domain);
    }

    /** The rules that admins have set, by domain. */
    public Map<String, Security> all() {
        return rules;
    }

    /**
     * Sets the rule of a domain, or has the configuration hold again; it is on the disk when this returns. May block.
     *
     * @param rule empty to have the configuration hold
     * @throws UncheckedIOException if it could not be kept; then nothing has changed
     * @throws IllegalArgumentException if there are too many
     */
    public synchronized void set(String domain, Optional<Security> rule) {
        Map<String, Security> changed = new TreeMap<>(rules);
        rule.ifPresentOrElse(now -> changed.put(domain, now), () -> changed.remove(domain));
        if (changed.size() > MAX_RULES) {
            throw new IllegalArgumentException("There are " + MAX_RULES + " rules already. Remove one first");
        }
        try {
            write(changed);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The rules for other servers cannot be kept in " + file + ": " + e.getMessage(), e);
        }
        rules = Collections.unmodifiableMap(changed);
    }

    private void write(Map<String, Security> changed) throws IOException {
        List<String> lines = changed.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, lines, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
