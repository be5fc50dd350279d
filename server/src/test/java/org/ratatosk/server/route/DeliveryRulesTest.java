package org.ratatosk.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ratatosk.server.Features;
import org.ratatosk.server.conversation.EmbeddedPlayer;
import org.ratatosk.server.conversation.Player.Client;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.xml.Element;

/**
 * RFC 6121 section 8.5 as a table: what becomes of each type of stanza, for each kind of address and each state of the
 * recipient's clients; and the same for the server itself, which no client of the sender may hear of. Each cell is played on a
 * whole server.
 */
class DeliveryRulesTest {
    /** The recipient's clients; of several, "high" has priority 5, "low" 1, "negative" -1, "silent" sent no presence. */
    private enum Clients {
        NO_ACCOUNT,
        NONE,
        SILENT("silent"),
        NEGATIVE("negative"),
        ONE("low"),
        ONE_AND_NEGATIVE("low", "negative"),
        SEVERAL("low", "high", "negative", "silent");

        private final List<String> resources;

        Clients(String... resources) {
            this.resources = List.of(resources);
        }
    }

    private enum To {
        BARE,
        FULL_MATCHING,
        FULL_ELSE,
        SERVER,
        SERVER_RESOURCE,
        OTHER_DOMAIN;

        boolean isServer() {
            return this == SERVER || this == SERVER_RESOURCE || this == OTHER_DOMAIN;
        }
    }

    /**
     * What happens: an error service-unavailable (E), it is kept for later (O), nothing (S), the server answers itself (R), or
     * these resources get it.
     */
    private record Row(String stanza, To to, Map<Clients, String> outcomes) {}

    private static final List<Row> TABLE = table("""
            stanza               to             NO_ACCOUNT  NONE  SILENT  NEGATIVE  ONE   ONE_AND_NEGATIVE  SEVERAL
            message normal       BARE           E           O     O       O         low   low               high
            message chat         BARE           E           O     O       O         low   low               high
            message groupchat    BARE           E           E     E       E         E     E                 E
            message headline     BARE           E           S     S       S         low   low               low,high
            message error        BARE           S           S     S       S         S     S                 S
            message normal       FULL_MATCHING  -           -     silent  negative  low   negative          negative
            message chat         FULL_MATCHING  -           -     silent  negative  low   negative          negative
            message groupchat    FULL_MATCHING  -           -     silent  negative  low   negative          negative
            message headline     FULL_MATCHING  -           -     silent  negative  low   negative          negative
            message error        FULL_MATCHING  -           -     silent  negative  low   negative          negative
            message normal       FULL_ELSE      E           E     E       E         E     E                 E
            message chat         FULL_ELSE      E           O     O       O         low   low               high
            message groupchat    FULL_ELSE      E           E     E       E         E     E                 E
            message headline     FULL_ELSE      E           S     S       S         S     S                 S
            message error        FULL_ELSE      S           S     S       S         S     S                 S
            presence available   BARE           S           S     S       negative  low   low,negative      low,high,negative
            presence unavailable BARE           S           S     S       negative  low   low,negative      low,high,negative
            presence error       BARE           S           S     S       negative  low   low,negative      low,high,negative
            presence available   FULL_MATCHING  -           -     silent  negative  low   negative          negative
            presence unavailable FULL_MATCHING  -           -     silent  negative  low   negative          negative
            presence error       FULL_MATCHING  -           -     silent  negative  low   negative          negative
            presence available   FULL_ELSE      S           S     S       S         S     S                 S
            presence unavailable FULL_ELSE      S           S     S       S         S     S                 S
            presence error       FULL_ELSE      S           S     S       S         S     S                 S
            presence subscribe   BARE           S           S     S       negative  low   low,negative      low,high,negative
            presence subscribe   FULL_ELSE      S           S     S       negative  low   low,negative      low,high,negative
            presence probe       BARE           S           S     S       S         S     S                 S
            iq get               BARE           E           E     E       E         E     E                 E
            iq set               BARE           E           E     E       E         E     E                 E
            iq result            BARE           S           S     S       S         S     S                 S
            iq error             BARE           S           S     S       S         S     S                 S
            iq get               FULL_MATCHING  -           -     silent  negative  low   negative          negative
            iq set               FULL_MATCHING  -           -     silent  negative  low   negative          negative
            iq result            FULL_MATCHING  -           -     silent  negative  low   negative          negative
            iq error             FULL_MATCHING  -           -     silent  negative  low   negative          negative
            iq get               FULL_ELSE      E           E     E       E         E     E                 E
            iq set               FULL_ELSE      E           E     E       E         E     E                 E
            iq result            FULL_ELSE      S           S     S       S         S     S                 S
            iq error             FULL_ELSE      S           S     S       S         S     S                 S
            message normal       SERVER         E           -     -       -         E     -                 E
            message chat         SERVER         E           -     -       -         E     -                 E
            message groupchat    SERVER         E           -     -       -         E     -                 E
            message headline     SERVER         S           -     -       -         S     -                 S
            message error        SERVER         S           -     -       -         S     -                 S
            presence available   SERVER         S           -     -       -         S     -                 S
            presence unavailable SERVER         S           -     -       -         S     -                 S
            presence error       SERVER         S           -     -       -         S     -                 S
            presence probe       SERVER         S           -     -       -         S     -                 S
            iq get               SERVER         R           -     -       -         R     -                 R
            iq set               SERVER         E           -     -       -         E     -                 E
            iq result            SERVER         S           -     -       -         S     -                 S
            iq error             SERVER         S           -     -       -         S     -                 S
            message normal       SERVER_RESOURCE E           -     -       -         E     -                 E
            message chat         SERVER_RESOURCE E           -     -       -         E     -                 E
            message groupchat    SERVER_RESOURCE E           -     -       -         E     -                 E
            message headline     SERVER_RESOURCE S           -     -       -         S     -                 S
            message error        SERVER_RESOURCE S           -     -       -         S     -                 S
            presence available   SERVER_RESOURCE S           -     -       -         S     -                 S
            presence unavailable SERVER_RESOURCE S           -     -       -         S     -                 S
            presence error       SERVER_RESOURCE S           -     -       -         S     -                 S
            presence probe       SERVER_RESOURCE S           -     -       -         S     -                 S
            iq get               SERVER_RESOURCE E           -     -       -         E     -                 E
            iq set               SERVER_RESOURCE E           -     -       -         E     -                 E
            iq result            SERVER_RESOURCE S           -     -       -         S     -                 S
            iq error             SERVER_RESOURCE S           -     -       -         S     -                 S
            message normal       OTHER_DOMAIN   E           -     -       -         E     -                 E
            message chat         OTHER_DOMAIN   E           -     -       -         E     -                 E
            message groupchat    OTHER_DOMAIN   E           -     -       -         E     -                 E
            message headline     OTHER_DOMAIN   S           -     -       -         S     -                 S
            message error        OTHER_DOMAIN   S           -     -       -         S     -                 S
            presence available   OTHER_DOMAIN   S           -     -       -         S     -                 S
            presence unavailable OTHER_DOMAIN   S           -     -       -         S     -                 S
            presence error       OTHER_DOMAIN   S           -     -       -         S     -                 S
            presence probe       OTHER_DOMAIN   S           -     -       -         S     -                 S
            iq get               OTHER_DOMAIN   R           -     -       -         R     -                 R
            iq set               OTHER_DOMAIN   E           -     -       -         E     -                 E
            iq result            OTHER_DOMAIN   S           -     -       -         S     -                 S
            iq error             OTHER_DOMAIN   S           -     -       -         S     -                 S
            """);

    private static List<Row> table(String text) {
        List<Row> rows = new ArrayList<>();
        for (String line : text.lines().skip(1).toList()) {
            String[] words = line.split(" +");
            Map<Clients, String> outcomes = new EnumMap<>(Clients.class);
            for (Clients clients : Clients.values()) {
                outcomes.put(clients, words[3 + clients.ordinal()]);
            }
            rows.add(new Row(words[0] + " " + words[1], To.valueOf(words[2]), outcomes));
        }
        return rows;
    }

    @TestFactory
    Stream<DynamicTest> eachCell() {
        return TABLE.stream()
                .flatMap(row -> row.outcomes().entrySet().stream()
                        .filter(cell -> !cell.getValue().equals("-"))
                        .map(cell -> DynamicTest.dynamicTest(
                                row.stanza() + " to " + row.to() + " with " + cell.getKey(),
                                () -> check(row, cell.getKey(), cell.getValue()))));
    }

    private static void check(Row row, Clients state, String wanted) {
        try (EmbeddedPlayer player = new EmbeddedPlayer(Features::all)) {
            Client sender = sender(player);
            if (state != Clients.NO_ACCOUNT) {
                player.accounts(List.of(Jid.of("bob@example.org")));
            }
            List<Client> clients = new ArrayList<>();
            state.resources.forEach(resource -> clients.add(client(player, resource)));
            clients.forEach(Client::rest);
            sender.send(Xml.one(xml(row, state)));
            List<String> got = new ArrayList<>();
            for (int i = 0; i < clients.size(); i++) {
                if (!clients.get(i).rest().isEmpty()) {
                    got.add(state.resources.get(i));
                }
            }
            assertThat(outcome(player, got, answer(sender))).isEqualTo(wanted);
            if (row.to().isServer()) {
                assertThat(kept(player)).as("in the sender's archive").isZero();
            }
        }
    }

    private static Client sender(EmbeddedPlayer player) {
        player.accounts(List.of(Jid.of("alice@example.org")));
        Client sender = player.connect(Jid.of("alice@example.org/home"), true);
        sender.send(Xml.one("<presence/>"));
        sender.rest();
        return sender;
    }

    private static Client client(EmbeddedPlayer player, String resource) {
        Client client = player.connect(Jid.of("bob@example.org/" + resource), true);
        switch (resource) {
            case "silent" -> {}
            case "negative" -> client.send(Xml.one("<presence><priority>-1</priority></presence>"));
            case "low" -> client.send(Xml.one("<presence><priority>1</priority></presence>"));
            default -> client.send(Xml.one("<presence><priority>5</priority></presence>"));
        }
        return client;
    }

    private static String xml(Row row, Clients state) {
        String[] words = row.stanza().split(" ");
        String payload = switch (words[0]) {
            case "message" -> "<body>hello</body>";
            case "iq" -> words[1].equals("get") || words[1].equals("set") ? "<ping xmlns='urn:xmpp:ping'/>" : "";
            default -> "";
        };
        String to = switch (row.to()) {
            case BARE -> "bob@example.org";
            case FULL_ELSE -> "bob@example.org/elsewhere";
            case SERVER -> "example.org";
            case SERVER_RESOURCE -> "example.org/x";
            case OTHER_DOMAIN -> "example.net";
            case FULL_MATCHING ->
                "bob@example.org/" + (state.resources.contains("negative") ? "negative" : state.resources.get(0));
        };
        String type = words[1].equals("available") ? "" : " type='" + words[1] + "'";
        return "<%s%s to='%s' id='x'>%s</%s>".formatted(words[0], type, to, payload, words[0]);
    }

    /** What came back to the sender; the roster is not looked at. */
    private static List<Element> answer(Client sender) {
        return sender.rest().stream()
                .filter(element -> element.attr("id").filter("x"::equals).isPresent())
                .toList();
    }

    private static String outcome(EmbeddedPlayer player, List<String> got, List<Element> answers) {
        if (!got.isEmpty()) {
            assertThat(answers).isEmpty();
            return String.join(",", got);
        }
        if (answers.isEmpty()) {
            return undelivered(player) > 0 ? "O" : "S";
        }
        Element answer = answers.get(0);
        assertThat(undelivered(player)).isZero();
        if (answer.attr("type").filter("error"::equals).isEmpty()) {
            return "R";
        }
        Element error = answer.child("jabber:client", "error").orElseThrow();
        assertThat(error.child("urn:ietf:params:xml:ns:xmpp-stanzas", "service-unavailable"))
                .isPresent();
        return "E";
    }

    private static int undelivered(EmbeddedPlayer player) {
        int[] count = new int[1];
        player.store().read(tables -> count[0] = tables.archive().countUndelivered(Jid.of("bob@example.org")));
        player.settle();
        return count[0];
    }

    private static int kept(EmbeddedPlayer player) {
        int[] count = new int[1];
        player.store()
                .read(tables -> count[0] = tables.archive()
                        .query(
                                Jid.of("alice@example.org"),
                                new ArchiveStore.Filter(null, null, null, null, null, false, 10))
                        .orElseThrow()
                        .total());
        player.settle();
        return count[0];
    }
}
