package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** XEP-0313: pages of large and of many messages. */
class ArchiveTest {
    private final Bench bench = new Bench();
    private Bench.Client alice;

    @BeforeEach
    void connect() {
        bench.accounts("alice@example.org", "bob@example.org");
        alice = bench.connect("alice@example.org/home");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void send(int count, int size) {
        for (int i = 0; i < count; i++) {
            alice.sends("<message type='chat' to='bob@example.org' id='" + i + "'><body>" + "x".repeat(size)
                    + "</body></message>");
            bench.settle();
        }
        alice.received();
    }

    private List<Element> search(String set) {
        alice.sends("<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'>"
                + set + "</set></query></iq>");
        bench.settle();
        return alice.received();
    }

    private static List<String> ids(List<Element> answer) {
        return answer.stream()
                .flatMap(e -> e.child("urn:xmpp:mam:2", "result").stream())
                .map(result -> result.first().orElseThrow().child("jabber:client", "message"))
                .map(message -> message.orElseThrow().attr("id").orElseThrow())
                .toList();
    }

    private static String fin(List<Element> answer) {
        return answer.get(answer.size() - 1).toString();
    }

    private static String fin(List<Element> answer, String name) {
        String fin = fin(answer);
        return fin.replaceAll("(?s).*<" + name + "[^>]*>([^<]*)<.*", "$1");
    }

    @ParameterizedTest
    @CsvSource({
        "'',          after,  last,  0 1 2 3 4, 0, 5 6 7, 5",
        "'<before/>', before, first, 3 4 5 6 7, 3, 0 1 2, 0"
    })
    void largeMessagesMakeAPageShorter(
            String asked, String on, String end, String shown, int index, String others, int indexOfOthers) {
        send(8, 250_000);
        List<Element> page = search(asked);
        assertThat(ids(page)).containsExactly(shown.split(" "));
        assertThat(fin(page)).doesNotContain("complete").contains("index='" + index + "'", "<count>8</count>");
        List<Element> rest = search("<" + on + ">" + fin(page, end) + "</" + on + ">");
        assertThat(ids(rest)).containsExactly(others.split(" "));
        assertThat(fin(rest)).contains("complete='true'", "index='" + indexOfOthers + "'");
    }

    @Test
    void aPageOfManySmallMessagesIsWhole() {
        send(70, 1);
        List<Element> forwards = search("<max>60</max>");
        assertThat(ids(forwards)).hasSize(60).startsWith("0").endsWith("59");
        assertThat(fin(forwards)).doesNotContain("complete").contains("index='0'", "<count>70</count>");
        List<Element> backwards = search("<max>60</max><before/>");
        assertThat(ids(backwards)).hasSize(60).startsWith("10").endsWith("69");
        assertThat(fin(backwards)).doesNotContain("complete").contains("index='10'");
        assertThat(fin(search("<max>70</max>"))).contains("complete='true'");
    }
}
