package org.ratatosk.server.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {
    /** RFC 7622 section 3.5, table 1, and what else is an address, in the form in which it is compared. */
    @ParameterizedTest
    @CsvSource({
        "juliet@example.com, juliet@example.com",
        "juliet@example.com/foo, juliet@example.com/foo",
        "juliet@example.com/foo bar, juliet@example.com/foo bar",
        "juliet@example.com/foo@bar, juliet@example.com/foo@bar",
        "foo\\20bar@example.com, foo\\20bar@example.com",
        "fussball@example.com, fussball@example.com",
        "fu\u00DFball@example.com, fu\u00DFball@example.com",
        "\u03C0@example.com, \u03C0@example.com",
        "\u03A3@example.com/foo, \u03C3@example.com/foo",
        "\u03C3@example.com/foo, \u03C3@example.com/foo",
        "\u03C2@example.com/foo, \u03C2@example.com/foo",
        "king@example.com/\u265A, king@example.com/\u265A",
        "example.com, example.com",
        "example.com/foobar, example.com/foobar",
        "a.example.com/b@example.net, a.example.com/b@example.net",
        "JULIET@EXAMPLE.COM/Foo, juliet@example.com/Foo",
        "\u00C5sa@example.com, \u00E5sa@example.com",
        "A\u030Asa@example.com, \u00E5sa@example.com",
        "\uFF41@example.com, a@example.com",
        "a@b/c/d, a@b/c/d",
        "a@example.com., a@example.com",
        "a@M\u00DCNCHEN.example, a@m\u00FCnchen.example",
        "a@xn--mnchen-3ya.example, a@m\u00FCnchen.example",
        "a@b\u3002c, a@b.c",
        // these are letters of their own (RFC 5892 section 2.6), and strasse is somebody else
        "a@stra\u00DFe.example, a@stra\u00DFe.example",
        "a@STRA\u1E9EE.B\u00DCcher, a@stra\u00DFe.b\u00FCcher",
        "a@xn--strae-oqa.example, a@stra\u00DFe.example",
        "a@strasse.example, a@strasse.example",
        "a@\u03B2\u03CC\u03BB\u03BF\u03C2.example., a@\u03B2\u03CC\u03BB\u03BF\u03C2.example",
        "a@\u0392\u038C\u039B\u039F\u03A3.example, a@\u03B2\u03CC\u03BB\u03BF\u03C3.example",
        "a@xn--nxasmm1c.example, a@\u03B2\u03CC\u03BB\u03BF\u03C2.example",
        "a@xn--nxasmq6b.example, a@\u03B2\u03CC\u03BB\u03BF\u03C3.example",
        "a@xn--ls8h.example, a@xn--ls8h.example",
        "a@xn--99999999999.example, a@xn--99999999999.example",
        "a@my_host.Test, a@my_host.test",
        "a@_xmpp.test, a@_xmpp.test",
        "a@localhost, a@localhost",
        "a@127.0.0.1, a@127.0.0.1",
        "a@[::1]/r, a@[::1]/r",
        "a@[2001:DB8::1], a@[2001:db8::1]",
        "a@[0:0:0:0:0:0:0:1], a@[::1]",
        "a@[2001:0DB8:0:0:1:0:0:1], a@[2001:db8::1:0:0:1]",
        "a@[2001:db8:0:1:0:0:0:1], a@[2001:db8:0:1::1]",
        "a@[1:2:3:4:5:6:0:8], a@[1:2:3:4:5:6:0:8]",
        "a@[0:0:0:0:0:0:0:0], a@[::]",
        "a+b!#$%*=?^_`{|}~-.@example.com, a+b!#$%*=?^_`{|}~-.@example.com",
        "a@b/\u00A0x y, ",
        "a@b/x\u00A0y, a@b/x y",
        "a@b/<&'\">, a@b/<&'\">",
    })
    void isPrepared(String text, String expected) {
        if (expected == null) {
            assertThatThrownBy(() -> Jid.of(text)).isInstanceOf(JidException.class);
        } else {
            assertThat(Jid.of(text)).hasToString(expected).isEqualTo(Jid.of(expected));
        }
    }

    /** RFC 7622 section 3.5, table 2, and what else is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"juliet\"@example.com",
                "foo bar@example.com",
                "juliet@example.com/ foo",
                "@example.com/",
                "henry\u2163@example.com",
                "\u265A@example.com",
                "juliet@",
                "/foobar",
                "",
                "@",
                "juliet@example.com/",
                "a@b@c",
                "a&b@example.com",
                "a'b@example.com",
                "a:b@example.com",
                "a<b@example.com",
                "a>b@example.com",
                "a\u0000@example.com",
                "a\u007F@example.com",
                "a\u200B@example.com",
                "a\u00A0b@example.com",
                "a@b/\u0000",
                "a@b/x\ny",
                "a@b/\u007F",
                "a@b/\u3000x",
                "a@b..c",
                "a@.b",
                "a@b..",
                "a@.",
                "a@-b.test",
                "a@b-.test",
                "a@b c",
                "a@<b>",
                "a@b#c",
                "a@b&c",
                "a@b!c",
                "a@b\u00A0c",
                "a@[foo]",
                "a@[::1",
                "a@[]",
                "a@[1.2.3.4]",
                "a@[::1%eth0]",
                "a@[1:2]",
                "a@xn--a.test\u0000",
                "a@b\u200Dc.test",
                "a@b\u200Cc.test",
                "a@b\u200Dc\u00DF.test",
                "a@\uFB01\u00DF.test",
                "a@-\u00DF.test",
                "a@\u00DF!.test",
                "a@\u00DF..test",
                "\uD800@example.com"
            })
    void isNoAddress(String text) {
        assertThatThrownBy(() -> Jid.of(text)).isInstanceOf(JidException.class).hasMessageStartingWith("The ");
        assertThat(Jid.parse(text)).isEmpty();
    }

    @Test
    void hasPartsOf1023BytesAtMost() {
        String longest = "x".repeat(1023);
        String domain = ("x".repeat(63) + ".").repeat(15) + "x".repeat(63);
        assertThat(domain).hasSize(1023);
        assertThat(Jid.of(longest + "@" + domain + "/" + longest).resource()).contains(longest);
        assertThatThrownBy(() -> Jid.of("x" + longest + "@b")).hasMessageContaining("1023");
        assertThatThrownBy(() -> Jid.of("a@b/x" + longest)).hasMessageContaining("1023");
        assertThatThrownBy(() -> Jid.of("a@" + domain + ".x")).hasMessageContaining("1023");
        assertThatThrownBy(() -> Jid.of("a@" + "x".repeat(64))).isInstanceOf(JidException.class);
        assertThatThrownBy(() -> Jid.of("a@b/" + "\u20AC".repeat(342))).hasMessageContaining("1023");
        assertThat(Jid.of("a@b/" + "\u20AC".repeat(341)).isFull()).isTrue();
        assertThatThrownBy(() -> Jid.of("a.".repeat(100_000))).hasMessageContaining("1023");
        assertThatThrownBy(() -> Jid.of("\u00E9".repeat(100_000) + "@a")).hasMessageContaining("1023");
    }

    @Test
    void hasParts() {
        Jid full = Jid.of("juliet@example.com/balcony");
        assertThat(full.local()).contains("juliet");
        assertThat(full.domain()).isEqualTo("example.com");
        assertThat(full.resource()).contains("balcony");
        assertThat(full.bare()).isEqualTo(Jid.of("juliet@example.com"));
        assertThat(full.domainJid()).isEqualTo(Jid.of("example.com"));
        assertThat(full.isFull()).isTrue();
        assertThat(full.isBare()).isFalse();
        assertThat(full.isDomain()).isFalse();
        assertThat(full.bare().isBare()).isTrue();
        assertThat(full.domainJid().isDomain()).isTrue();
        assertThat(full.bare().bare()).isEqualTo(full.bare());
        assertThat(Jid.of("example.com/x").isDomain()).isFalse();
        assertThat(Jid.of("example.com/x").local()).isEqualTo(Optional.empty());
        assertThat(Jid.of("juliet", "Example.com", null)).isEqualTo(full.bare());
    }

    @Test
    void takesAnotherResource() {
        Jid bare = Jid.of("juliet@example.com");
        assertThat(bare.withResource("x/y@z")).isEqualTo(Jid.of("juliet@example.com/x/y@z"));
        assertThatThrownBy(() -> bare.withResource("")).isInstanceOf(JidException.class);
        assertThatThrownBy(() -> bare.withResource(" x")).isInstanceOf(JidException.class);
    }

    @Test
    void differsByAnyPart() {
        assertThat(Jid.of("a@b/c"))
                .isNotEqualTo(Jid.of("a@b"))
                .isNotEqualTo(Jid.of("a@b/C"))
                .isNotEqualTo(Jid.of("b/c"))
                .isNotEqualTo("a@b/c")
                .isLessThan(Jid.of("a@b/d"));
        assertThat(Jid.of("A@b")).hasSameHashCodeAs(Jid.of("a@B"));
    }
}
