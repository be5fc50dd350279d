package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** RFC 4287. */
class FeedTest {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void people() {
        web.people();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private static Element feed(HttpResponse<String> answer) throws IOException, SAXException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/atom+xml;charset=utf-8");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(answer.body())));
            Element feed = document.getDocumentElement();
            assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
            assertThat(feed.getLocalName()).isEqualTo("feed");
            return feed;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element child
                    && child.getLocalName().equals(name)) {
                return child.getTextContent();
            }
        }
        throw new AssertionError("No " + name + " in " + parent.getLocalName());
    }

    private static List<Element> entries(Element feed) {
        NodeList found = feed.getElementsByTagNameNS(ATOM, "entry");
        List<Element> entries = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            entries.add((Element) found.item(i));
        }
        return entries;
    }

    private static String link(Element parent, String rel) {
        NodeList links = parent.getElementsByTagNameNS(ATOM, "link");
        for (int i = 0; i < links.getLength(); i++) {
            Element link = (Element) links.item(i);
            if (link.getAttribute("rel").equals(rel) && link.getParentNode() == parent) {
                return link.getAttribute("href");
            }
        }
        throw new AssertionError("No link " + rel);
    }

    @Test
    void aFeedHasWhatReadersNeed() throws IOException, SAXException {
        web.bridge.publish("bob", "Nuts", "Found none.", Security.PUBLIC);
        Instant first = web.clock.instant();
        web.clock.turn(Duration.ofHours(1));
        Post post = web.bridge.publish("alice", "", "A <b> & \u0001control\n\nand more", Security.PUBLIC, "wood");
        Element feed = feed(web.get(web.https() + "/feed.atom"));
        assertThat(text(feed, "id")).isEqualTo("tag:example.org,2026:posts");
        assertThat(text(feed, "title")).isEqualTo("Midgard");
        assertThat(text(feed, "updated")).isEqualTo(web.clock.instant().toString());
        assertThat(link(feed, "self")).isEqualTo("https://example.org/feed.atom");
        assertThat(link(feed, "alternate")).isEqualTo("https://example.org/");
        List<Element> entries = entries(feed);
        assertThat(entries).hasSize(2);
        Element entry = entries.get(0);
        assertThat(text(entry, "id")).isEqualTo("tag:example.org,2026-03-14:posts/" + post.number());
        assertThat(text(entry, "title")).isEqualTo("A <b> & control and more");
        assertThat(text(entry, "content")).isEqualTo("<p>A &lt;b&gt; &amp; control</p>\n<p>and more</p>\n");
        assertThat(text(entry, "author")).contains("Alice of the Wood");
        assertThat(link(entry, "alternate")).isEqualTo(post.link());
        assertThat(text(entries.get(1), "updated")).isEqualTo(first.toString());
    }

    @Test
    void aMemberHasAFeedOfTheirOwn() throws IOException, SAXException {
        web.bridge.publish("bob", "Nuts", "Found none.", Security.PUBLIC);
        web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
        Element feed = feed(web.get(web.https() + "/~alice/feed.atom"));
        assertThat(text(feed, "id")).isEqualTo("tag:example.org,2026:~alice");
        assertThat(entries(feed)).hasSize(1);
        assertThat(link(feed, "self")).isEqualTo("https://example.org/~alice/feed.atom");
        assertThat(web.get(web.https() + "/~nobody/feed.atom").statusCode()).isEqualTo(404);
    }

    @Test
    void aFeedOfNothingIsAFeed() throws IOException, SAXException {
        Element feed = feed(web.get(web.https() + "/~bob/feed.atom"));
        assertThat(entries(feed)).isEmpty();
        assertThat(text(feed, "updated")).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void readersThatHaveItAreToldSo() {
        web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
        HttpResponse<String> first = web.get(web.https() + "/feed.atom");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        String changed = first.headers().firstValue("Last-Modified").orElseThrow();
        assertThat(changed).isEqualTo("Sat, 14 Mar 2026 15:09:26 GMT");
        assertThat(web.get(web.https() + "/feed.atom", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(web.get(web.https() + "/feed.atom", "If-None-Match", "W/" + tag + ", \"x\"")
                        .statusCode())
                .isEqualTo(304);
        assertThat(web.get(web.https() + "/feed.atom", "If-Modified-Since", changed)
                        .statusCode())
                .isEqualTo(304);
        assertThat(web.get(web.https() + "/feed.atom", "If-None-Match", "\"x\"", "If-Modified-Since", changed)
                        .statusCode())
                .isEqualTo(200);
        web.clock.turn(Duration.ofSeconds(5));
        web.bridge.publish("alice", "More", "Eight.", Security.PUBLIC);
        assertThat(web.get(web.https() + "/feed.atom", "If-Modified-Since", changed)
                        .statusCode())
                .isEqualTo(200);
        assertThat(web.get(web.https() + "/feed.atom", "If-Modified-Since", "yesterday")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotPublicIsForThoseWhoMaySeeItAlone() {
        web.bridge.publish("alice", "Secret", "Under the third root", Security.PRIVATE);
        web.bridge.publish("alice", "Friends", "Come at nine", Security.FRIENDS);
        web.bridge.friends.put("alice", java.util.Set.of("bob"));
        for (String path : List.of("/feed.atom", "/~alice/feed.atom")) {
            web.cookies.clear();
            assertThat(web.get(web.https() + path).body()).doesNotContain("Secret", "root", "Friends", "nine");
            web.login(web.https(), "bob", RunningWeb.PASSWORD);
            assertThat(web.get(web.https() + path).body())
                    .doesNotContain("Secret")
                    .contains("Come at nine");
            web.login(web.https(), "alice", RunningWeb.PASSWORD);
            assertThat(web.get(web.https() + path).body()).contains("Secret", "Come at nine");
        }
    }
}
