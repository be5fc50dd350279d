package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tags;

/**
 * Reads Atom (RFC 4287), RSS 2.0 and its forerunners, and RSS 1.0. What others send is read as far as it makes sense: a document
 * type is never followed, entities are those of XML and HTML alone, depth and number are bounded, and what lacks an id, a time or
 * an author gets one that stays the same. Confined to one call.
 */
final class FeedReader {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final Set<String> ROOTS = Set.of("feed", "rss", "rdf");
    private static final int MAX_DEPTH = 100;
    private static final int MOST_ENTRIES = 500;
    private static final int LONGEST_NAME = 200;

    private final Element root;
    private final URI address;
    private final Instant now;
    private final boolean atom;

    private FeedReader(Element root, URI address, Instant now) {
        this.root = root;
        this.address = address;
        this.now = now;
        this.atom = root.tag().localName().equals("feed");
    }

    /**
     * Reads a feed.
     *
     * @param address where it came from, to which relative links are relative
     * @param now the time of what says none, and the latest that anything is
     * @return empty if it is no feed
     */
    static Optional<Feed> read(byte[] body, @Nullable String charset, URI address, Instant now) {
        Document document;
        try {
            document = Jsoup.parse(
                    new ByteArrayInputStream(body),
                    charset,
                    address.toString(),
                    Parser.xmlParser().setMaxDepth(MAX_DEPTH));
        } catch (IOException e) {
            return Optional.empty();
        }
        return document.children().stream()
                .filter(root -> ROOTS.contains(root.tag().localName().toLowerCase(java.util.Locale.ROOT)))
                .findFirst()
                .map(root -> new FeedReader(root, address, now).feed());
    }

    private Feed feed() {
        Element channel = atom ? root : child(root, "channel").orElse(root);
        String title = line(child(channel, "title"));
        Map<String, Change> byId = new LinkedHashMap<>();
        Stream<Element> entries = root.getAllElements().stream()
                .filter(named(atom ? "entry" : "item"))
                .limit(MOST_ENTRIES);
        entries.forEach(entry -> {
            Change.PostChanged post = post(entry, channel, title);
            byId.putIfAbsent(post.id(), post);
        });
        root.getAllElements().stream()
                .filter(element -> element.tag().localName().equals("deleted-entry"))
                .limit(MOST_ENTRIES)
                .forEach(gone -> byId.put(
                        id(gone.attr("ref")), new Change.PostGone(id(gone.attr("ref")), time(gone.attr("when")))));
        List<Change> changes = new ArrayList<>(byId.values());
        Collections.reverse(changes); // feeds begin with the newest
        changes.sort(Comparator.comparing(
                change -> change instanceof Change.PostChanged post ? post.published() : change.at()));
        return new Feed(title, changes, link(channel, "hub"), link(channel, "self"));
    }

    private Change.PostChanged post(Element entry, Element channel, String title) {
        String name = line(child(entry, "title"));
        String text = text(entry);
        @Nullable URI link = atom ? link(entry, "alternate") : rssLink(entry);
        String shown = link == null || link.toString().length() > RemoteCms.MAX_LINK ? "" : link.toString();
        Optional<Instant> published = times(entry, "published", "pubDate", "issued", "date", "created");
        Optional<Instant> updated = times(entry, "updated", "modified");
        String own = Stream.of("id", "guid")
                .map(one -> child(entry, one).map(Element::text).orElse("").strip())
                .filter(one -> !one.isEmpty())
                .findFirst()
                .orElse(entry.attr("rdf:about").strip());
        String made = !shown.isEmpty() ? shown : name + "\n" + (published.isPresent() ? published.get() : text);
        return new Change.PostChanged(
                own.isEmpty() ? shown.isEmpty() ? hash(made) : id(shown) : id(own),
                shown,
                author(entry, channel, title),
                name,
                !text.isEmpty() ? text : !name.isEmpty() ? name : shown,
                Security.PUBLIC,
                tags(entry),
                published.or(() -> updated).orElse(now),
                updated.or(() -> published).orElse(now));
    }

    private Optional<Instant> times(Element entry, String... names) {
        return Stream.of(names)
                .flatMap(name -> entry.children().stream()
                        .filter(element -> element.tag().localName().equals(name)))
                .flatMap(element -> FeedDates.read(element.text()).stream())
                .findFirst()
                .map(this::past);
    }

    private Instant time(String text) {
        return FeedDates.read(text).map(this::past).orElse(now);
    }

    private Instant past(Instant time) {
        return time.isAfter(now) ? now : time;
    }

    private static String id(String own) {
        return own.length() > RemoteCms.MAX_ID ? hash(own) : own;
    }

    private static String hash(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "urn:sha256:" + HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(Element entry) {
        Optional<Element> best = entry.children().stream()
                .filter(element -> element.tag().localName().equals("encoded"))
                .findFirst()
                .or(() -> child(entry, "content").filter(content -> !content.hasAttr("src")))
                .or(() -> child(entry, "summary"))
                .or(() -> child(entry, "description"));
        return best.map(this::plain).orElse("");
    }

    /** The text of an element; what says no type is HTML in RSS and plain in Atom. */
    private String plain(Element element) {
        String type = element.attr("type").isEmpty() && !atom ? "html" : element.attr("type");
        return switch (type) {
            case "xhtml", "application/xhtml+xml" -> PlainText.of(element.html());
            case "html", "text/html" -> PlainText.of(element.wholeText());
            default -> element.wholeText().strip();
        };
    }

    private String line(Optional<Element> element) {
        return element.map(one -> PlainText.line(plain(one))).orElse("");
    }

    private String author(Element entry, Element channel, String title) {
        String name = Stream.of(entry, child(entry, "source").orElse(entry), channel)
                .flatMap(FeedReader::authors)
                .map(PlainText::line)
                .filter(one -> !one.isEmpty())
                .findFirst()
                .orElse(title.isEmpty() ? String.valueOf(address.getHost()) : title);
        return name.substring(
                0, name.offsetByCodePoints(0, Math.min(LONGEST_NAME, name.codePointCount(0, name.length()))));
    }

    /** In Atom a name; in RSS an address with the name in brackets, or {@code dc:creator}. */
    private static Stream<String> authors(Element of) {
        Stream<String> creators = of.children().stream()
                .filter(element -> element.tag().localName().equals("creator"))
                .map(Element::text);
        Stream<String> authors = of.children().stream()
                .filter(named("author"))
                .map(author -> child(author, "name")
                        .map(Element::text)
                        .orElseGet(() -> author.text().replaceFirst("^\\S+@\\S+\\s+\\((.*)\\)$", "$1")));
        return Stream.concat(creators, authors);
    }

    private static List<String> tags(Element entry) {
        return entry.children().stream()
                .filter(element ->
                        Set.of("category", "subject").contains(element.tag().localName()))
                .map(element -> element.hasAttr("term") ? element.attr("term") : element.text())
                .map(tag -> Tags.clean(tag).replace(',', ' ').strip())
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    /** RSS 2.0: the link, else an id that says that it is one, which it does by saying nothing. */
    private @Nullable URI rssLink(Element item) {
        return Stream.concat(
                        item.children().stream()
                                .filter(element -> element.tag().normalName().equals("link")),
                        child(item, "guid")
                                .filter(guid -> !guid.attr("isPermaLink").equals("false"))
                                .stream())
                .map(element -> resolved(element, element.text()))
                .filter(FeedReader::isWeb)
                .findFirst()
                .orElse(null);
    }

    private @Nullable URI link(Element of, String rel) {
        return of.children().stream()
                .filter(element -> element.tag().localName().equals("link"))
                .filter(element -> (element.hasAttr("rel") ? element.attr("rel") : "alternate").equals(rel))
                .map(element -> resolved(element, element.attr("href")))
                .filter(FeedReader::isWeb)
                .findFirst()
                .orElse(null);
    }

    static boolean isWeb(@Nullable URI uri) {
        return uri != null
                && uri.getHost() != null
                && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
    }

    /** A link against the bases around it (XML Base), or {@code null} if it is none. */
    private @Nullable URI resolved(Element element, String link) {
        List<String> bases = new ArrayList<>();
        for (Element around = element; around != null; around = around.parent()) {
            bases.add(0, around.attr("xml:base"));
        }
        bases.add(link);
        try {
            URI uri = address;
            for (String base : bases) {
                uri = base.isBlank() ? uri : uri.resolve(base.strip().replace(" ", "%20"));
            }
            return link.isBlank() ? null : uri;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<Element> child(Element of, String name) {
        return of.children().stream().filter(named(name)).findFirst();
    }

    /** Of the feed's own words, not of an extension's that has the same. */
    private static Predicate<Element> named(String name) {
        return element -> element.tag().localName().equals(name)
                && (element.tag().prefix().isEmpty()
                        || ATOM.equals(element.tag().namespace()));
    }
}
