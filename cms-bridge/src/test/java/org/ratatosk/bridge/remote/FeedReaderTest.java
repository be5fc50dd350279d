package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds as they are found: in all dialects, careless, and hostile. */
class FeedReaderTest {
    private static final URI ADDRESS = URI.create("https://blog.example/news/feed");
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

    private static Feed feed(String xml) {
        return FeedReader.read(xml.getBytes(UTF_8), null, ADDRESS, NOW).orElseThrow();
    }

    private static Change.PostChanged only(String xml) {
        List<Change> changes = feed(xml).changes();
        assertThat(changes).hasSize(1);
        return (Change.PostChanged) changes.get(0);
    }

    private static String rss(String item) {
        return "<?xml version='1.0'?><!-- made by hand --><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
                + " xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:atom='http://www.w3.org/2005/Atom'"
                + " xmlns:media='http://search.yahoo.com/mrss/'><channel><title>The Hive</title>"
                + "<link>https://blog.example/</link>" + item + "</channel></rss>";
    }

    private static String atom(String entry) {
        return "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/news/'><title type='html'>Bees &amp;amp; more</title>"
                + "<author><name>Romeo</name></author>" + entry + "</feed>";
    }

    @Test
    void atomIsRead() {
        Change.PostChanged post = only(
                atom(
                        "<entry><id>tag:blog.example,2026:1</id><title>Honey &lt;3</title>"
                                + "<link rel='edit' href='/edit'/><link href='first?a=1&amp;b=2'/><category term='Honey, fresh'/>"
                                + "<category term='honey, fresh'/><published>2026-03-01T10:00:00+01:00</published>"
                                + "<updated>2026-03-02T10:00:00Z</updated><summary>short</summary>"
                                + "<content type='html'>&lt;p&gt;Fresh &amp;amp; good&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content></entry>"));
        assertThat(post.id()).isEqualTo("tag:blog.example,2026:1");
        assertThat(post.link()).isEqualTo("https://blog.example/news/first?a=1&b=2");
        assertThat(post.title()).isEqualTo("Honey <3");
        assertThat(post.text()).isEqualTo("Fresh & good");
        assertThat(post.author()).isEqualTo("Romeo");
        assertThat(post.tags()).containsExactly("honey  fresh");
        assertThat(post.published()).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(post.at()).isEqualTo("2026-03-02T10:00:00Z");
    }

    @Test
    void xhtmlAndPrefixesAreRead() {
        Change.PostChanged post = only(
                "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:id>x</a:id>"
                        + "<a:title>T</a:title><a:author><a:name>Juliet</a:name></a:author><a:content type='xhtml'>"
                        + "<div xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>Two</p></div></a:content></a:entry></a:feed>");
        assertThat(post.text()).isEqualTo("One\n\nTwo");
        assertThat(post.author()).isEqualTo("Juliet");
        assertThat(post.title()).isEqualTo("T");
    }

    @Test
    void rssIsRead() {
        Change.PostChanged post = only(rss("<item><media:title>Not this</media:title><title>Honey &amp;amp; co</title>"
                + "<atom:link href='https://blog.example/feed' rel='self'/><link> https://blog.example/1 </link>"
                + "<guid isPermaLink='false'>post-1</guid><dc:creator><![CDATA[Romeo Montague]]></dc:creator>"
                + "<category>Honey</category><pubDate>Sun, 01 Mar 2026 10:00:00 +0100</pubDate>"
                + "<description>Short</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded></item>"));
        assertThat(post.id()).isEqualTo("post-1");
        assertThat(post.link()).isEqualTo("https://blog.example/1");
        assertThat(post.title()).isEqualTo("Honey & co");
        assertThat(post.author()).isEqualTo("Romeo Montague");
        assertThat(post.text()).isEqualTo("Long");
        assertThat(post.tags()).containsExactly("honey");
        assertThat(post.at()).isEqualTo("2026-03-01T09:00:00Z");
    }

    @Test
    void rssOneIsRead() {
        Change.PostChanged post = only(
                "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
                        + " xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'>"
                        + "<title>Old</title></channel><item rdf:about='https://blog.example/9'><title>Nine</title>"
                        + "<link>https://blog.example/9</link><dc:date>2026-03-01</dc:date><dc:subject>Wax</dc:subject></item></rdf:RDF>");
        assertThat(post.id()).isEqualTo("https://blog.example/9");
        assertThat(post.author()).isEqualTo("Old");
        assertThat(post.text()).isEqualTo("Nine");
        assertThat(post.tags()).containsExactly("wax");
        assertThat(post.published()).isEqualTo("2026-03-01T00:00:00Z");
    }

    @Test
    void whatIsMissingIsMadeUpAndStaysTheSame() {
        Change.PostChanged linked = only(rss("<item><title>A</title><link>/a</link></item>"));
        assertThat(linked.id()).isEqualTo("https://blog.example/a");
        assertThat(linked.published()).isEqualTo(NOW);
        assertThat(linked.author()).isEqualTo("The Hive");
        String bare = rss("<item><description>Only words</description></item>");
        assertThat(only(bare).id())
                .startsWith("urn:sha256:")
                .isEqualTo(only(bare).id());
        assertThat(only(bare).id())
                .isNotEqualTo(only(rss("<item><description>Others</description></item>"))
                        .id());
        assertThat(only(rss("<item><guid>" + "x".repeat(2000) + "</guid></item>"))
                        .id())
                .hasSizeLessThan(RemoteCms.MAX_ID);
        assertThat(only(rss("<item><guid>https://blog.example/g</guid></item>")).link())
                .isEqualTo("https://blog.example/g");
        assertThat(only(rss("<item><guid>1</guid><author>r@blog.example (Romeo)</author></item>"))
                        .author())
                .isEqualTo("Romeo");
    }

    @Test
    void theOldestComesFirstAndNothingTwice() {
        Feed feed = feed(rss("<item><guid>3</guid><pubDate>3 Mar 2026</pubDate></item><item><guid>2</guid></item>"
                + "<item><guid>1</guid><pubDate>1 Mar 2026</pubDate></item><item><guid>3</guid></item>"));
        assertThat(feed.changes())
                .extracting(change -> ((Change.PostChanged) change).id())
                .containsExactly("1", "3", "2");
        assertThat(feed.title()).isEqualTo("The Hive");
    }

    @Test
    void nothingIsLaterThanNow() {
        assertThat(only(rss("<item><guid>1</guid><pubDate>1 Mar 2099</pubDate></item>"))
                        .at())
                .isEqualTo(NOW);
    }

    @Test
    void tombstonesAreRead() {
        assertThat(feed(atom("<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='tag:1'"
                                + " when='2026-03-01T00:00:00Z'/>"))
                        .changes())
                .containsExactly(new Change.PostGone("tag:1", Instant.parse("2026-03-01T00:00:00Z")));
    }

    @Test
    void theHubIsFound() {
        Feed feed = feed(rss("<atom:link rel='hub' href='https://hub.example/'/>"
                + "<atom:link rel='self' href='https://blog.example/feed'/>"));
        assertThat(feed.hub()).isEqualTo(URI.create("https://hub.example/"));
        assertThat(feed.self()).isEqualTo(URI.create("https://blog.example/feed"));
    }

    @Test
    void linksLeadToTheWebOnly() {
        for (String link : List.of("javascript:alert(1)", "file:///etc/passwd", "http://", "::", "")) {
            assertThat(only(rss("<item><guid isPermaLink='false'>1</guid><link>" + link + "</link></item>"))
                            .link())
                    .as(link)
                    .isEmpty();
        }
    }

    @Test
    void encodingsAreUnderstood() {
        String xml = rss("<item><guid>1</guid><title>H\u00f6nig</title></item>");
        String latin = xml.replace("version='1.0'?>", "version='1.0' encoding='ISO-8859-1'?>");
        for (byte[] body : List.of(xml.getBytes(UTF_8), latin.getBytes(ISO_8859_1), xml.getBytes(UTF_16))) {
            Feed feed = FeedReader.read(body, null, ADDRESS, NOW).orElseThrow();
            assertThat(((Change.PostChanged) feed.changes().get(0)).title()).isEqualTo("H\u00f6nig");
        }
        String strange = xml.replace("version='1.0'?>", "version='1.0' encoding='x-none'?>");
        assertThat(feed(strange).changes()).hasSize(1);
    }

    @Test
    void entitiesOfItsOwnAreNotFollowed() {
        String bomb =
                "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                        + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
                        + "<rss><channel><item><guid>1</guid><title>&c;&f;</title></item></channel></rss>";
        assertThat(only(bomb).title()).doesNotContain("aaaa").isEqualTo("&c;&f;");
    }

    @Test
    void whatIsTooMuchIsLeftOut() {
        String deep = rss("<item><guid>1</guid><title>" + "<b>".repeat(50_000) + "</title></item>");
        assertThat(feed(deep).changes()).hasSizeLessThanOrEqualTo(1);
        assertThat(feed(rss("<item><title>x</title></item>".repeat(10) + items(5000)))
                        .changes())
                .hasSizeLessThanOrEqualTo(500);
        assertThat(only(rss("<item><guid>1</guid><author>" + "\ud83d\udc1d".repeat(500) + "</author></item>"))
                        .author())
                .isEqualTo("\ud83d\udc1d".repeat(200));
    }

    private static String items(int count) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < count; i++) {
            items.append("<item><guid>").append(i).append("</guid></item>");
        }
        return items.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>Hello</body></html>", "{\"version\":\"1.1\"}", "<feed", "\u0000\u0001"})
    void whatIsNoFeedIsNone(String text) {
        assertThat(FeedReader.read(text.getBytes(UTF_8), null, ADDRESS, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-01T10:00:00Z         | 2026-03-01T10:00:00Z",
                "2026-03-01t10:00:00.123z     | 2026-03-01T10:00:00Z",
                "2026-03-01T10:00+0100        | 2026-03-01T09:00:00Z",
                "2026-03-01 10:00:00          | 2026-03-01T10:00:00Z",
                "2026-03-01T10:00:60-05:30    | 2026-03-01T15:30:59Z",
                "2026-03                      | 2026-03-01T00:00:00Z",
                "Sun, 01 Mar 2026 10:00:00 GMT| 2026-03-01T10:00:00Z",
                "Fri, 1 Mar 26 10:00 EST      | 2026-03-01T15:00:00Z",
                "Sunday, 1 March 2026 10:00:00 +0200 (EET) | 2026-03-01T08:00:00Z",
                "01-Mar-2026                  | 2026-03-01T00:00:00Z",
                "1 Mar 99 00:00:00 UT         | 1999-03-01T00:00:00Z",
            })
    void timesAreUnderstood(String text, Instant time) {
        assertThat(FeedDates.read(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-13-01",
                "2026-02-30",
                "1 Foo 2026",
                "99 Mar 2026",
                "2026-03-01T10:00:00+99:00"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(FeedDates.read(text)).isEmpty();
    }
}
