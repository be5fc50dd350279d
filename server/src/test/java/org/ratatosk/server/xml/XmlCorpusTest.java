package org.ratatosk.server.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.xml.XmlException.Problem;

/**
 * What a peer may try to smuggle past a parser. Each piece of XML is read as a child of a stream, whole and in single bytes; it
 * is refused, or what is written of it means the same to the JDK's parser as what came in. A byte is written {@code %C0}.
 */
class XmlCorpusTest {
    private static final String END = "</stream:stream>";

    static List<String> accepted() {
        return List.of(
                "<a/>",
                "<a></a >",
                "<a\n/>",
                "<a >x</a >",
                "<a>]]]]]&gt;</a>",
                "<a>]]&#62;</a>",
                "<a>]</a><a>]]</a><a>] ]></a>",
                "<a><![CDATA[x]]]]></a>",
                "<a><![CDATA[]]]]]]><![CDATA[>]]></a>",
                "<a><![CDATA[<b>&amp;]]>t</a>",
                "<a>&#x1F600;&#128512;\uD83D\uDE00</a>",
                "<a>x&#x1F600;</a>",
                "<a b='&#x1F600;\uD83D\uDE00'/>",
                "<a>&#39;begins with a reference</a>",
                "<a>a&#13;b&#10;c&#9;</a>",
                "<a>&#x0041;&#0000000000065;</a>",
                "<a>x\r\ny\rz\r\r\n</a>",
                "<a b='1\n2\t3&#10;4&#9;5&#13;6\r\n7'/>",
                "<a b='&lt;&gt;&amp;&apos;&quot;' c=\"'\" d='\"'>&lt;&gt;&amp;&apos;&quot;</a>",
                "<a>%C2%85%7F%C2%80\uFFFD\uFEFF</a>",
                "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en' xml:space='preserve' xml:foo=''/>",
                "<xml:a/>",
                "<xml:a><b/></xml:a>",
                "<a xmlns=''><b/></a>",
                "<a xmlns=''><b xmlns='u'><c xmlns=''/></b></a>",
                "<a xmlns:b='x y'><b:c/></a>",
                "<a xmlns='x y\nz&gt;&apos;'/>",
                "<a xmlns='u&#10;v'><b/></a>",
                "<a xmlns:b='u'><b:c xmlns:b='v'/><b:d/></a>",
                "<b:a xmlns:b='u' b:x='1' x='2'><c b:x='3'/></b:a>",
                "<a xmlns:p='u' xmlns:q='v' p:x='1' q:x='2'/>",
                "<stream:error/>",
                "<stream:a b='c'><d/></stream:a>",
                "<\u00E9 \u00E8='\u00EA'/>",
                "<a\u00B7-._1/>",
                "  <a/> \r\n\t ",
                "<a> <b/> x <b/>y</a>");
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(Problem.RESTRICTED_XML, "<!-- c -->"),
                Arguments.of(Problem.RESTRICTED_XML, "<?p x?>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a><!-- c --></a>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a><?p?></a>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a>&eacute;</a>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a>x &eacute; y</a>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a b='&eacute;'/>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a xmlns='&x;'/>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a xmlns:b='&x;'/>"),
                Arguments.of(Problem.RESTRICTED_XML, "<a>&AMP;</a>"),
                Arguments.of(Problem.BAD_FORMAT, "text"),
                Arguments.of(Problem.BAD_FORMAT, "<a/>&#65;<a/>"),
                Arguments.of(Problem.BAD_FORMAT, "<![CDATA[x]]>"),
                Arguments.of(Problem.BAD_FORMAT, "<![CDATA[ ]]>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%C0%BC</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%C1%BF</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%C2%3C</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%C2</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%E0%80%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%E0%9F%BF</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%ED%A0%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%ED%A0%BD%ED%B8%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%F0%80%80%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%F0%8F%BF%BF</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%F4%90%80%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%F5%80%80%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%FF</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a>%80</a>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<a b='%ED%A0%80'/>"),
                Arguments.of(Problem.UNSUPPORTED_ENCODING, "<%C0%A1/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>%00</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>%0B</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='%0B'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>%EF%BF%BE</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='%EF%BF%BF'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#0;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#11;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#xFFFE;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#xD800;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#x110000;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#99999999999;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='&#0;'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='&#xD800;'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>]]></a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>x]]>y</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>x]]]]]>y</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&amp;]]></a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a><b/>]]></a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>& b</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#x;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&amp</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a>&#X41;</a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<f:a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a f:b='1'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='1' b='2'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:b=''/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:='u'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:xml='u'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:xmlns='u'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns='http://www.w3.org/2000/xmlns/'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns='http://www.w3.org/XML/1998/namespace'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:b='http://www.w3.org/2000/xmlns/'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<xmlns:a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns:b='u' xmlns:b='v'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a xmlns='u' xmlns='v'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a:b:c xmlns:a='u'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<:a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a:/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a :b=''/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a/ >"),
                Arguments.of(Problem.NOT_WELL_FORMED, "< a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b=1/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='<'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a b='1'c='2'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a></b>" + END),
                Arguments.of(Problem.NOT_WELL_FORMED, "</a>" + END),
                Arguments.of(Problem.NOT_WELL_FORMED, "<1a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<-a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<\u00B7a/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a\u2028/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a\u0085b='1'/>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<a><?xml version='1.0'?></a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<?xml version='1.0'?>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<!DOCTYPE a>"),
                Arguments.of(Problem.NOT_WELL_FORMED, "<!ENTITY a 'b'>"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void meansTheSameToAnotherParserBeforeAndAfter(String xml) {
        byte[] stream = bytes(Recording.HEADER + xml + END);
        Element expected = Jdk.parse(stream).orElseThrow();
        Recording whole = Recording.record(stream, Limits.AFTER_LOGIN, stream.length);
        Recording single = Recording.record(stream, Limits.AFTER_LOGIN, 1);

        assertThat(whole.elements).isEqualTo(expected.children());
        assertThat(single.events).isEqualTo(whole.events);
        for (Element element : whole.elements) {
            assertThat(Jdk.parse(bytesOf(XmlWriter.toXml(element)))).contains(element);
            String sent = Recording.HEADER + XmlWriter.toStreamXml(element, "jabber:client") + END;
            assertThat(Jdk.parse(bytesOf(sent)).flatMap(Element::first)).contains(element);
            assertThat(XmlReader.parse(XmlWriter.toXml(element))).isEqualTo(element);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedHoweverItIsCut(Problem problem, String xml) {
        byte[] stream = bytes(Recording.HEADER + xml);
        List<String> whole = Recording.of(stream, Limits.AFTER_LOGIN, stream.length);

        assertThat(whole).last().isEqualTo("! " + problem);
        assertThat(Recording.of(stream, Limits.AFTER_LOGIN, 1)).isEqualTo(whole);
        assertThat(Recording.of(stream, Limits.AFTER_LOGIN, 7)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESTRICTED_XML <!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>",
                "RESTRICTED_XML <?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><x to='&a;'>",
                "RESTRICTED_XML <!DOCTYPE x SYSTEM 'file:///etc/passwd'><x>",
                "RESTRICTED_XML <!DOCTYPE",
                "RESTRICTED_XML <!-- c --><x>",
                "RESTRICTED_XML <?xml version='1.0'?> <?pi x?><x>",
                "RESTRICTED_XML <x to='&b;'>",
                "RESTRICTED_XML <x xmlns='&b;'>",
                "UNSUPPORTED_ENCODING <?xml version='1.0' encoding='ISO-8859-1'?><x>",
                "UNSUPPORTED_ENCODING <?xml version='1.0' encoding='US-ASCII'?><x>",
                "UNSUPPORTED_ENCODING <?xml version='1.0' encoding='UTF-16'?><x>",
                "UNSUPPORTED_ENCODING <?xml version='1.0' encoding='EBCDIC'?><x>",
                "UNSUPPORTED_ENCODING %FE%FF%00<%00a",
                "UNSUPPORTED_ENCODING %FF%FE<%00a%00",
                "NOT_WELL_FORMED %EF%BB%BF<x>",
                "NOT_WELL_FORMED %00<%00a",
                "NOT_WELL_FORMED <?xml version='1.1'?><x>",
                "NOT_WELL_FORMED <?xml version='1.0' foo='yes'?><x>",
                "NOT_WELL_FORMED \n<?xml version='1.0'?><x>",
                "NOT_WELL_FORMED text<x>",
                "NOT_WELL_FORMED <x a='<!'>",
                "NOT_WELL_FORMED GET / HTTP/1.1\r\n",
            })
    void isNoBeginOfAStream(String line) {
        String[] parts = line.split(" ", 2);
        byte[] stream = bytes(parts[1]);
        List<String> expected = List.of("! " + parts[0]);

        assertThat(Recording.of(stream, Limits.BEFORE_LOGIN, stream.length)).isEqualTo(expected);
        assertThat(Recording.of(stream, Limits.BEFORE_LOGIN, 1)).isEqualTo(expected);
    }

    private static byte[] bytesOf(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String escaped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < escaped.length()) {
            Optional<Integer> raw = rawByte(escaped, at);
            int next = raw.isPresent() ? at + 3 : escaped.offsetByCodePoints(at, 1);
            if (raw.isPresent()) {
                out.write(raw.get());
            } else {
                out.writeBytes(bytesOf(escaped.substring(at, next)));
            }
            at = next;
        }
        return out.toByteArray();
    }

    private static Optional<Integer> rawByte(String escaped, int at) {
        return escaped.charAt(at) == '%'
                ? Optional.of(Integer.parseInt(escaped.substring(at + 1, at + 3), 16))
                : Optional.empty();
    }
}
