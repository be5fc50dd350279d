package org.ratatosk.server.stream.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;

/** What is written differently between servers, and the keys and ids that they show each other. */
@Tag("also-federation")
class WordingTest {
    private static Element xml(String text) {
        return XmlReader.parse(text);
    }

    /** RFC 6120 section 4.8.2: the namespace changes; what was forwarded as a client's stanza stays one. */
    @Test
    void changesTheNamespaceOfTheStanzaAlone() {
        String forwarded = "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat'>"
                + "<body>old</body></message></forwarded>";
        Element inside = xml("<message xmlns='jabber:client' to='a@b.test' xml:lang='en'><body>new</body>" + forwarded
                + "</message>");
        Element outside = xml("<message xmlns='jabber:server' to='a@b.test' xml:lang='en'><body>new</body>" + forwarded
                + "</message>");
        assertThat(Wording.outward(inside)).isEqualTo(outside);
        assertThat(Wording.inward(outside)).isEqualTo(inside);
    }

    @Test
    void writesDialbackWithItsPrefix() {
        assertThat(Wording.dialbackXml(Wording.dialback("result", "a.test", "b.test")
                        .text("<key>")
                        .build()))
                .isEqualTo("<db:result from='a.test' to='b.test'>&lt;key&gt;</db:result>");
        assertThat(Wording.dialbackXml(Wording.dialback("verify", "a.test", "b.test")
                        .attr("type", "valid")
                        .build()))
                .isEqualTo("<db:verify from='a.test' to='b.test' type='valid'/>");
        assertThat(Wording.dialbackXml(Wording.dialbackError(
                        Wording.dialback("result", "a.test", "b.test"),
                        StanzaError.of(StanzaError.Condition.ITEM_NOT_FOUND))))
                .startsWith("<db:result from='a.test' to='b.test' type='error'><error ")
                .contains("<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>")
                .endsWith("</error></db:result>");
    }

    /** XEP-0185 section 3, with the values of its example. */
    @Test
    void makesTheKeysOfTheSpecification() {
        Dialback dialback = new Dialback("s3cr3tf0rd14lb4ck".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(dialback.key("xmpp.example.com", "example.org", "D60000229F"))
                .isEqualTo("37c69b1cf07a3f67c04a5ef5902fa5114f2c76fe4a2686482ba5b89323075643");
    }

    @Test
    void tellsKeysOfOtherDomainsApart() {
        Dialback dialback = new Dialback(new byte[] {1, 2, 3});
        String key = dialback.key("receiving.test", "jabber.test", "id");
        assertThat(dialback.isKey(key, "receiving.test", "jabber.test", "id")).isTrue();
        assertThat(dialback.isKey(key, "receiving.test jabber", ".test", "id")).isFalse();
        assertThat(dialback.isKey(key, "receiving.testj", "abber.test", "id")).isFalse();
        assertThat(dialback.isKey(key, "receiving.test", "jabber.test", "id2")).isFalse();
        assertThat(dialback.isKey("", "receiving.test", "jabber.test", "id")).isFalse();
    }

    @Test
    void knowsItsOwnIdsAgain() {
        StreamIds ids = new StreamIds(new SecureRandom());
        StreamIds others = new StreamIds(new SecureRandom());
        String id = ids.next();
        assertThat(ids.isOwn(id)).isTrue();
        assertThat(others.isOwn(id)).isFalse();
        assertThat(ids.isOwn("A" + id.substring(1))).isEqualTo(id.startsWith("A"));
        assertThat(ids.isOwn("?")).isFalse();
        assertThat(ids.next()).isNotEqualTo(id);
    }
}
