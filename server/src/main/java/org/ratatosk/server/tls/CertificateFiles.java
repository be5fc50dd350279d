package org.ratatosk.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ratatosk.server.dns.ALabels;

/**
 * Finds the files of certificates and keys in a folder, under the names that people and programs give them. Immutable.
 *
 * <ul>
 *   <li>in a folder {@code DOMAIN}: fullchain.pem and privkey.pem, fullchain.cer and DOMAIN.key, cert.pem and key.pem, tls.crt and
 *       tls.key, or the names below;
 *   <li>beside it: DOMAIN.crt, DOMAIN.pem or DOMAIN.cer with DOMAIN.key, DOMAIN-key.pem or the key in the same file.
 * </ul>
 */
final class CertificateFiles {
    private static final int MAX_FILES = 2000;
    private static final List<String> ENDINGS = List.of(".crt", ".pem", ".cer");
    private static final Set<String> KEPT = Set.of(".crt", ".pem", ".cer", ".key");
    private static final List<List<String>> USUAL = List.of(
            List.of("fullchain.pem", "privkey.pem"),
            List.of("fullchain.pem", "key.pem"),
            List.of("cert.pem", "key.pem"),
            List.of("cert.pem", "privkey.pem"),
            List.of("tls.crt", "tls.key"));

    private final Path folder;

    /** A chain and its key, which may be in one file. */
    record Pair(Path chain, Path key) {}

    CertificateFiles(Path folder) {
        this.folder = folder;
    }

    /** A domain as part of a file's name. */
    static String name(String domain) {
        return domain.startsWith("[")
                ? domain.replaceAll("[\\[\\]]", "").replace(':', '_')
                : ALabels.of(domain).orElse(domain);
    }

    /** The pair that is made for a domain if there is none. */
    Pair own(String domain) {
        return new Pair(folder.resolve(name(domain) + ".crt"), folder.resolve(name(domain) + ".key"));
    }

    /** The pairs that bear the name of a domain, the likeliest first; files of which only half is there are among them. */
    List<Pair> of(String domain) {
        String name = name(domain);
        Path inner = folder.resolve(name);
        List<Pair> pairs = new ArrayList<>();
        for (List<String> usual : USUAL) {
            add(pairs, inner.resolve(usual.get(0)), inner.resolve(usual.get(1)));
        }
        add(pairs, inner.resolve("fullchain.cer"), inner.resolve(name + ".key"));
        named(inner, name, pairs);
        named(folder, name, pairs);
        if (pairs.isEmpty() && Files.exists(own(domain).key())) {
            pairs.add(own(domain));
        }
        return pairs;
    }

    /** In words what is missing where of a domain's pair only one half is in its folder. */
    Optional<String> half(String domain) {
        Path inner = folder.resolve(name(domain));
        List<Pair> usual = Stream.concat(
                        USUAL.stream().map(names -> new Pair(inner.resolve(names.get(0)), inner.resolve(names.get(1)))),
                        Stream.of(new Pair(inner.resolve("fullchain.cer"), inner.resolve(name(domain) + ".key"))))
                .toList();
        boolean whole = of(domain).stream()
                .anyMatch(pair -> inner.equals(pair.chain().getParent()) && Files.exists(pair.key()));
        return whole
                ? Optional.empty()
                : usual.stream().flatMap(pair -> half(pair).stream()).findFirst();
    }

    private static Optional<String> half(Pair pair) {
        boolean chain = Files.isRegularFile(pair.chain());
        if (chain == Files.isRegularFile(pair.key())) {
            return Optional.empty();
        }
        return Optional.of(
                chain
                        ? pair.chain() + " is there, its key is not: " + pair.key()
                        : pair.key() + " is there, its certificate is not: " + pair.chain());
    }

    private static void add(List<Pair> pairs, Path chain, Path key) {
        if (Files.isRegularFile(chain) && Files.isRegularFile(key)) {
            pairs.add(new Pair(chain, key));
        }
    }

    private static void named(Path where, String name, List<Pair> pairs) {
        Path key = where.resolve(name + ".key");
        for (String ending : ENDINGS) {
            Path chain = where.resolve(name + ending);
            if (Files.isRegularFile(chain)) {
                Path other = where.resolve(name + "-key.pem");
                boolean together = ending.equals(".pem") && !Files.exists(key) && !Files.exists(other);
                pairs.add(new Pair(chain, together ? chain : Files.exists(other) ? other : key));
            }
        }
    }

    /** All pairs of the folder whatever their names: among them may be one that names several domains, or all below one. */
    List<Pair> all() {
        Set<Pair> pairs = new LinkedHashSet<>();
        for (Path where : folders()) {
            for (List<String> usual : USUAL) {
                List<Pair> found = new ArrayList<>();
                add(found, where.resolve(usual.get(0)), where.resolve(usual.get(1)));
                pairs.addAll(found);
            }
            for (Path file : files(where)) {
                String name = file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
                List<Pair> found = new ArrayList<>();
                named(where, name, found);
                found.stream()
                        .filter(pair -> Files.exists(pair.chain()) && Files.exists(pair.key()))
                        .forEach(pairs::add);
            }
        }
        return List.copyOf(pairs);
    }

    private List<Path> folders() {
        try (Stream<Path> inside = Files.list(folder)) {
            return Stream.concat(
                            Stream.of(folder),
                            inside.filter(Files::isDirectory).sorted().limit(MAX_FILES))
                    .toList();
        } catch (IOException e) {
            return List.of(folder);
        }
    }

    private static List<Path> files(Path where) {
        try (Stream<Path> inside = Files.list(where)) {
            return inside.filter(CertificateFiles::isKept)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isKept(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && KEPT.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    /** What tells whether any file has changed; links are followed, since programs that renew turn those. */
    Set<String> state() {
        return folders().stream()
                .flatMap(where -> files(where).stream())
                .map(CertificateFiles::state)
                .collect(Collectors.toSet());
    }

    private static String state(Path file) {
        try {
            return file + " " + file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " missing";
        }
    }
}
