package org.ratatosk.bridge.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.store.sql.SqlProfiles;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.xml.Element;

/** What the site says of its members comes to their accounts, on the real server, with pictures from a real website. */
class MemberProfilesTest {
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a" + "737175697272656c");
    private static final String PNG_64 = "iVBORw0KGgpzcXVpcnJlbA==";
    private static final byte[] GIF = "GIF89a...a nut".getBytes(US_ASCII);
    private static final String GIF_64 = "R0lGODlhLi4uYSBudXQ=";

    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final InProcessServer server = new InProcessServer(clock, new MemoryStore(), "example.org");
    private final Map<String, byte[]> pictures = new ConcurrentHashMap<>();
    private final AtomicInteger trouble = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer site;
    private MemberProfiles profiles;

    @BeforeEach
    void open() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] picture = pictures.get(exchange.getRequestURI().getPath());
            int status = trouble.get() > 0 ? trouble.get() : picture == null ? 404 : 200;
            byte[] body = status == 200 && picture != null ? picture : new byte[] {'?'};
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        server.join("romeo@example.org");
        profiles = begun();
    }

    private MemberProfiles begun() {
        MemberProfiles made = new MemberProfiles(
                new SqlProfiles(db),
                server.engine(),
                new Names(List.of("example.org")),
                Optional.of(Loopback.hasty()),
                "https://site.test/",
                clock);
        made.start();
        return made;
    }

    @AfterEach
    void close() {
        profiles.close();
        site.stop(0);
        server.close();
        db.close();
    }

    private String at(String path) {
        return "http://127.0.0.1:" + site.getAddress().getPort() + path;
    }

    private String card(String account) {
        InProcessServer.Client client = server.connect(account + "/look");
        client.send(Iq.request(Iq.Type.GET, "g", null, null, Element.of("vcard-temp", "vCard"))
                .element());
        String card = client.next(Stanza.Kind.IQ).toString();
        client.leave();
        return card;
    }

    private void awaitCard(String account, String... parts) {
        Awaitility.await().untilAsserted(() -> assertThat(card(account)).contains(parts));
    }

    /** Lets time pass until what is late is tried again. */
    private void pass(Duration time) {
        clock.pass(time);
        profiles.tellAll();
    }

    @Test
    void nameAndPageAndPictureComeToTheAccount() {
        pictures.put("/1", PNG);
        profiles.say("romeo", new Profile("Romeo M.", "https://site.test/romeo", at("/1")));
        awaitCard("romeo@example.org", "<FN>Romeo M.</FN>", "<URL>https://site.test/romeo</URL>", PNG_64);
        pictures.put("/2", GIF);
        profiles.say("romeo", new Profile(null, null, at("/2")));
        awaitCard("romeo@example.org", "<FN>Romeo M.</FN>", GIF_64);
        profiles.say("romeo", new Profile(null, "", ""));
        Awaitility.await()
                .untilAsserted(() -> assertThat(card("romeo@example.org"))
                        .contains("Romeo M.")
                        .doesNotContain("URL", "PHOTO"));
    }

    @Test
    void whoGetsAnAccountLaterHasThemThenAlsoAfterARestart() {
        pictures.put("/1", PNG);
        profiles.say("juliet", new Profile("Juliet", null, at("/1")));
        profiles.tellAll();
        assertThat(asked).hasValue(0);
        profiles.close();
        profiles = begun();
        server.join("juliet@example.org");
        profiles.arrived("juliet");
        awaitCard("juliet@example.org", "Juliet", PNG_64);
    }

    @Test
    void whatWasSaidWhileTheServerWasDownIsToldAfterTheStart() {
        profiles.close();
        pictures.put("/1", PNG);
        new SqlProfiles(db).put("romeo", new Profile(null, null, at("/1")), clock.instant());
        profiles = begun();
        awaitCard("romeo@example.org", PNG_64);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 403})
    void aWebsiteInTroubleIsAskedAgainMoreAndMoreRarely(int status) {
        pictures.put("/1", PNG);
        trouble.set(status);
        profiles.say("romeo", new Profile(null, null, at("/1")));
        Awaitility.await().until(() -> asked.get() == 1);
        profiles.tellAll();
        pass(Duration.ofSeconds(59));
        assertThat(asked).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(asked).hasValue(2);
        pass(Duration.ofSeconds(119));
        assertThat(asked).hasValue(2);
        trouble.set(0);
        pass(Duration.ofSeconds(1));
        awaitCard("romeo@example.org", PNG_64);
    }

    @Test
    void aPictureIsLookedAtAgainAfterAWeekAndGoesWhenItIsGone() {
        pictures.put("/1", PNG);
        profiles.say("romeo", new Profile(null, null, at("/1")));
        awaitCard("romeo@example.org", PNG_64);
        profiles.tellAll();
        pictures.put("/1", GIF);
        pass(Duration.ofDays(6));
        assertThat(card("romeo@example.org")).contains(PNG_64);
        pass(Duration.ofDays(1));
        assertThat(card("romeo@example.org")).contains(GIF_64);
        pictures.clear();
        pass(Duration.ofDays(7));
        assertThat(card("romeo@example.org")).doesNotContain("PHOTO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>", ""})
    void whatIsNoPictureIsLeftWhereItIs(String bytes) {
        pictures.put("/1", PNG);
        profiles.say("romeo", new Profile(null, null, at("/1")));
        awaitCard("romeo@example.org", PNG_64);
        pictures.put("/2", bytes.getBytes(US_ASCII));
        pictures.put("/3", new byte[200_000]);
        profiles.say("romeo", new Profile("Romeo", null, at("/2")));
        awaitCard("romeo@example.org", "<FN>Romeo</FN>");
        profiles.say("romeo", new Profile("R.", null, at("/3")));
        awaitCard("romeo@example.org", "<FN>R.</FN>");
        profiles.tellAll();
        assertThat(card("romeo@example.org")).contains(PNG_64);
        profiles.say("romeo", new Profile(null, null, "no address"));
        profiles.say("romeo", new Profile(null, null, "file:///etc/passwd"));
        profiles.tellAll();
        assertThat(card("romeo@example.org")).contains(PNG_64);
    }

    @Test
    void aPictureThatTheSiteGivesIsThereAtOnce() {
        profiles.picture("romeo", PNG);
        assertThat(card("romeo@example.org")).contains(PNG_64);
        profiles.picture("romeo", null);
        assertThat(card("romeo@example.org")).doesNotContain("PHOTO");
        assertThatThrownBy(() -> profiles.picture("romeo", new byte[9]))
                .isInstanceOf(CmsException.class)
                .hasMessage("A picture is a PNG, JPEG, GIF or WebP file.");
        assertThatThrownBy(() -> profiles.picture("nobody", PNG))
                .isInstanceOf(CmsException.class)
                .hasMessage("There is no member nobody here.");
    }

    @Test
    void aGivenPictureIsNotReplacedByAnEarlierOneAtAnAddress() {
        pictures.put("/1", PNG);
        profiles.say("romeo", new Profile(null, null, at("/1")));
        awaitCard("romeo@example.org", PNG_64);
        profiles.tellAll();
        profiles.picture("romeo", GIF);
        pass(Duration.ofDays(8));
        assertThat(card("romeo@example.org")).contains(GIF_64);
    }

    @Test
    void whoIsGoneLeavesNothingToALaterOneAndWhoIsRenamedTakesItAlong() {
        pictures.put("/1", PNG);
        profiles.say("juliet", new Profile("Juliet", null, at("/1")));
        profiles.renamed("juliet", "capulet");
        server.join("capulet@example.org");
        profiles.arrived("capulet");
        awaitCard("capulet@example.org", "Juliet", PNG_64);
        profiles.removed("capulet");
        server.admin()
                .deleteAccount(Jid.of("capulet@example.org"))
                .toCompletableFuture()
                .join();
        server.join("capulet@example.org");
        profiles.arrived("capulet");
        profiles.tellAll();
        assertThat(card("capulet@example.org")).doesNotContain("Juliet", "PHOTO");
    }
}
