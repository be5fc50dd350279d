package org.ratatosk.server.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.xml.XmlException.Problem;

class XmlReaderTest {
    private static final String CONVERSATION = Recording.HEADER
            + "<iq type='get' id='1'><query xmlns='jabber:iq:roster' ver=''/></iq> \n"
            + "<message to='bob@example.test'><body>Gr\u00FC\u00DFe &amp; \uD83D\uDC3F\uFE0F]] &#x1F43F;</body>"
            + "<active xmlns='http://jabber.org/protocol/chatstates'/></message>"
            + "<presence><priority>-1</priority><c xmlns='http://jabber.org/protocol/caps' ver='a]]&gt;'/></presence>"
            + "<stream:error><a/></stream:error><x:y xmlns:x='u' x:z='1'><![CDATA[<&>]]]]></x:y></stream:stream>";

    @Test
    void tellsTheHeader() {
        List<StreamHeader> headers = new ArrayList<>();
        XmlReader reader = new XmlReader(Limits.BEFORE_LOGIN, new Recording() {
            @Override
            public void opened(StreamHeader header) {
                headers.add(header);
            }
        });
        feed(
                reader,
                "<?xml version='1.0' encoding='UTF-8'?>\n<s:stream xmlns:s='http://etherx.jabber.org/streams'"
                        + " xmlns='jabber:server' xmlns:db='jabber:server:dialback' to='b.test' xml:lang='de'>");

        StreamHeader header = headers.get(0);
        assertThat(header.root().is(XmlWriter.STREAM_NS, "stream")).isTrue();
        assertThat(header.prefix()).isEqualTo("s");
        assertThat(header.contentNs()).isEqualTo("jabber:server");
        assertThat(header.namespaces())
                .isEqualTo(Map.of("", "jabber:server", "s", XmlWriter.STREAM_NS, "db", "jabber:server:dialback"));
        assertThat(header.attr("to")).contains("b.test");
        assertThat(header.lang()).contains("de");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 1000, 100_000})
    void doesNotCareWhereTheNetworkCuts(int piece) {
        Recording read = Recording.record(bytes(CONVERSATION), Limits.BEFORE_LOGIN, piece);

        assertThat(read.elements)
                .isEqualTo(Jdk.parse(bytes(CONVERSATION)).orElseThrow().children());
        assertThat(read.events).hasSize(7).last().isEqualTo("closed");
    }

    @Test
    void doesNotCareWhereASingleCutIs() {
        byte[] bytes = bytes(CONVERSATION);
        List<String> expected = Recording.of(bytes, Limits.BEFORE_LOGIN, bytes.length);
        for (int cut = 1; cut < bytes.length; cut++) {
            Recording read = new Recording();
            XmlReader reader = new XmlReader(Limits.BEFORE_LOGIN, read);
            assertThat(reader.feed(bytes, 0, cut)).isEqualTo(cut);
            assertThat(reader.feed(bytes, cut, bytes.length - cut)).isEqualTo(bytes.length - cut);
            assertThat(read.events).as("cut at %s", cut).isEqualTo(expected);
        }
    }

    @Test
    void readsLongTextInManySlices() {
        String text = "0123456789]]&gt;\u20AC&#x20AC;\uD83D\uDC3F".repeat(5000);
        String stream = Recording.HEADER + "<message><body>" + text + "</body></message></stream:stream>";
        for (int piece : new int[] {1, 4095, 4096, 4097, 1 << 20}) {
            assertThat(Recording.record(bytes(stream), Limits.AFTER_LOGIN, piece).elements)
                    .isEqualTo(Jdk.parse(bytes(stream)).orElseThrow().children());
        }
    }

    @Test
    void restsBetweenStanzasOnly() {
        XmlReader reader = new XmlReader(Limits.BEFORE_LOGIN, new Recording());
        assertThat(reader.rest()).isFalse();
        feed(reader, Recording.HEADER);
        assertThat(reader.rest()).isTrue();
        feed(reader, "<a>");
        assertThat(reader.rest()).isFalse();
        feed(reader, "</a><");
        assertThat(reader.rest()).isFalse();
        feed(reader, "b/> ");
        assertThat(reader.rest()).isTrue();
        assertThat(reader.rest()).isTrue();
    }

    @Test
    void knowsTheNamespacesOfTheHeaderAfterARest() {
        Recording read = new Recording();
        XmlReader reader = new XmlReader(Limits.BEFORE_LOGIN, read);
        feed(reader, "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='a&amp;&apos;b' xmlns:p='u'>");
        assertThat(reader.rest()).isTrue();
        feed(reader, "<p:x/><y/><s:z/></s:stream>");

        assertThat(read.elements)
                .containsExactly(Element.of("u", "x"), Element.of("a&'b", "y"), Element.of(XmlWriter.STREAM_NS, "z"));
        assertThat(read.events).last().isEqualTo("closed");
    }

    @Test
    void stopsWhereTheHandlerSaysAndTellsWhatIsLeft() {
        String begin = Recording.HEADER + "<iq/>";
        for (int piece : new int[] {1, 1 << 20}) {
            XmlReader[] reader = new XmlReader[1];
            Recording read = new Recording() {
                @Override
                public void element(Element element) {
                    super.element(element);
                    reader[0].stop();
                }
            };
            reader[0] = new XmlReader(Limits.BEFORE_LOGIN, read);
            byte[] bytes = bytes(begin + " <message>\u0001");
            int used = 0;
            for (int at = 0; at < bytes.length; at += piece) {
                used += reader[0].feed(bytes, at, Math.min(piece, bytes.length - at));
            }
            assertThat(used).isEqualTo(begin.length());
            assertThat(read.events).hasSize(2);
            assertThat(reader[0].isStopped()).isTrue();
        }
    }

    @Test
    void readsNothingAfterAnError() {
        XmlReader reader = new XmlReader(Limits.BEFORE_LOGIN, new Recording());
        assertThatThrownBy(() -> feed(reader, "<a><!-- -->"))
                .isInstanceOfSatisfying(
                        XmlException.class, e -> assertThat(e.problem()).isEqualTo(Problem.RESTRICTED_XML));
        assertThatThrownBy(() -> feed(reader, "<b/>")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsOnAfterMoreNamesThanATokeniserKeeps() {
        StringBuilder stream = new StringBuilder(Recording.HEADER);
        for (int i = 0; i < 20_000; i++) {
            stream.append("<n").append(i).append(" a").append(i).append("=''/>");
        }
        byte[] bytes = bytes(stream.append("</stream:stream>").toString());
        Recording read = Recording.record(bytes, Limits.BEFORE_LOGIN, 1500);

        assertThat(read.elements).hasSize(20_000);
        assertThat(read.elements.get(19_999)).isEqualTo(XmlReader.parse("<n19999 xmlns='jabber:client' a19999=''/>"));
        assertThat(read.events).last().isEqualTo("closed");
    }

    @Test
    void throwsNothingButItsOwnExceptionWhateverComes() {
        Random random = new Random(42);
        byte[] original = bytes(CONVERSATION);
        byte[] interesting = bytes("<>&;'\"/=!?-[]: \n\r#x0:x\u00E9\u20AC");
        for (int round = 0; round < 20_000; round++) {
            byte[] mutant = original.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(mutant.length);
                mutant[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : interesting[random.nextInt(interesting.length)];
            }
            List<String> whole = Recording.of(mutant, Limits.BEFORE_LOGIN, mutant.length);
            List<String> cut = Recording.of(mutant, Limits.BEFORE_LOGIN, 1 + random.nextInt(40));
            assertThat(cut).as(() -> new String(mutant, StandardCharsets.UTF_8)).isEqualTo(whole);
        }
    }

    @Test
    void readsOneElementThatStandsAlone() {
        assertThat(XmlReader.parse("<a xmlns='u'><b/>x</a>"))
                .isEqualTo(Element.builder("u", "a")
                        .child(Element.of("u", "b"))
                        .text("x")
                        .build());
        for (String wrong : List.of("", "x", "<a/><b/>", "<a>", "<a/></x><x>", "</x>", "<a/></x>", "<!-- --><a/>")) {
            assertThatThrownBy(() -> XmlReader.parse(wrong)).as(wrong).isInstanceOf(XmlException.class);
        }
    }

    private static byte[] bytes(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    private static void feed(XmlReader reader, String xml) {
        reader.feed(bytes(xml), 0, bytes(xml).length);
    }
}
