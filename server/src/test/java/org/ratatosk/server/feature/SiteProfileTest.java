package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** What a website says of its member wins over what the member's clients say. */
class SiteProfileTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a" + "737175697272656c");
    private static final String PNG_ID = "cd6a1562e9fd85b10954d3b912c231616f6dd264";
    private static final String PNG_64 = "iVBORw0KGgpzcXVpcnJlbA==";
    private static final String GIF_64 = "R0lGODlhLi4uYSBudXQ=";
    private static final String GIF_ID = "ef9db18d6d276a4b47961b0c4569e94cae9ed380";
    private static final String KEPT = "is kept at https://site.test/: change it there";
    private static final String GET = "<iq type='get' id='g'><vCard xmlns='vcard-temp'/></iq>";

    private final Bench bench = new Bench();

    @BeforeEach
    void accounts() {
        bench.accounts("alice@example.org");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String says(Bench.Client client, String xml) {
        client.sends(xml);
        bench.settle();
        return client.received().toString();
    }

    private void profile(String name, String url) {
        bench.server().admin().setProfile(ALICE, "https://site.test/", name, url);
        bench.settle();
    }

    private CompletableFuture<Void> picture(byte @Nullable [] picture) {
        CompletableFuture<Void> done = bench.server()
                .admin()
                .setPicture(ALICE, "https://site.test/", picture)
                .toCompletableFuture();
        bench.settle();
        return done;
    }

    private static String set(String content) {
        return "<iq type='set' id='s'><vCard xmlns='vcard-temp'>" + content + "</vCard></iq>";
    }

    private static String photo(String base64) {
        return "<PHOTO><BINVAL>" + base64 + "</BINVAL></PHOTO>";
    }

    private static String publish(String node, String id, String payload) {
        return "<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:avatar:"
                + node + "'><item id='" + id + "'>" + payload + "</item></publish></pubsub></iq>";
    }

    @Test
    void theNameAndThePageAreThoseOfTheWebsite() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, set("<FN>Ally</FN><URL>https://elsewhere.test/</URL><BDAY>1476-06-09</BDAY>"));
        profile("Alice", "https://site.test/alice");
        assertThat(says(alice, GET))
                .contains("<FN>Alice</FN>", "<URL>https://site.test/alice</URL>", "1476")
                .doesNotContain("Ally", "elsewhere");
        assertThat(says(alice, set("<FN>Ally</FN>"))).contains("not-allowed", "Your name " + KEPT);
        assertThat(says(alice, set("<URL>https://elsewhere.test/</URL>"))).contains("not-allowed", "Your page " + KEPT);
        assertThat(says(alice, set("<FN>Alice</FN><TITLE>Squirrel</TITLE>"))).contains("type='result'");
        assertThat(says(alice, GET))
                .contains("Squirrel", "https://site.test/alice")
                .doesNotContain("1476");
        profile("", "");
        assertThat(says(alice, set("<FN>Ally</FN>"))).contains("type='result'");
        assertThat(says(alice, GET)).contains("Ally");
    }

    @Test
    void aPictureOfTheWebsiteIsPublishedAndCannotBeChanged() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, "<presence><x xmlns='vcard-temp:x:update'><photo/></x></presence>");
        says(alice, set("<FN>Ally</FN>" + photo(GIF_64)));
        assertThat(picture(PNG)).isCompleted();
        assertThat(alice.received().toString()).contains("<photo>" + PNG_ID);
        assertThat(says(alice, GET)).contains(PNG_64).doesNotContain(GIF_64);
        for (String attempt : List.of(
                set(photo(GIF_64)),
                publish("data", GIF_ID, "<data xmlns='urn:xmpp:avatar:data'>" + GIF_64 + "</data>"),
                publish("metadata", "1", "<metadata xmlns='urn:xmpp:avatar:metadata'/>"),
                "<iq type='set' id='r'><pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='urn:xmpp:avatar:data'><item id='"
                        + PNG_ID + "'/></retract></pubsub></iq>",
                "<iq type='set' id='d'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='urn:xmpp:avatar:metadata'/></pubsub></iq>")) {
            assertThat(says(alice, attempt)).contains("not-allowed", "Your picture " + KEPT);
        }
        assertThat(says(alice, set("<FN>Ally</FN><BDAY>1476-06-09</BDAY>" + photo(PNG_64))))
                .contains("type='result'");
        assertThat(says(alice, set("<FN>Ally</FN>"))).contains("type='result'");
        assertThat(says(alice, GET)).contains(PNG_64);
    }

    @Test
    void whenTheWebsiteHasNoneAnyMoreTheMemberSetsOne() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, set(photo(GIF_64)));
        picture(null);
        assertThat(says(alice, GET)).contains(GIF_64);
        picture(PNG);
        picture(null);
        assertThat(says(alice, GET)).doesNotContain("PHOTO");
        assertThat(says(alice, set(photo(GIF_64)))).contains("type='result'");
        assertThat(says(alice, GET)).contains(GIF_64);
    }

    @Test
    void whatIsNoPictureIsRefusedInWords() {
        refusal(picture("<svg/>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .hasMessageContaining("A picture is a PNG, JPEG, GIF or WebP file");
        refusal(picture(new byte[1 << 20])).hasMessageContaining("131072 bytes at most");
        CompletableFuture<Void> nobody = bench.server()
                .admin()
                .setPicture(Jid.of("nobody@example.org"), "https://site.test/", PNG)
                .toCompletableFuture();
        bench.settle();
        refusal(nobody).hasMessageContaining("There is no account nobody@example.org");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusal(CompletableFuture<Void> done) {
        return Assertions.assertThatThrownBy(done::join);
    }

    @Test
    void theSamePictureAgainTellsNobody() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, "<presence/>");
        picture(PNG);
        assertThat(alice.received()).extracting(Element::local).containsExactly("presence");
        picture(PNG);
        assertThat(alice.received()).isEmpty();
    }
}
