package org.ratatosk.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.Features;
import org.ratatosk.server.conversation.EmbeddedPlayer;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Spec;

/**
 * docs/features.md and docs/doap.xml say what {@link Features} has. Run with {@code -Dratatosk.regenerate=true} to write them
 * anew.
 */
class FeaturesDocumentTest {
    private static final Path DOCS =
            Path.of(System.getProperty("ratatosk.home", "..")).resolve("docs");
    private static final boolean WRITE = Boolean.getBoolean("ratatosk.regenerate");

    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("RFC 3921", "Session establishment, for old clients"),
            Map.entry("RFC 6120", "XMPP: Core"),
            Map.entry("RFC 6121", "XMPP: Instant Messaging and Presence"),
            Map.entry("RFC 7590", "Use of TLS in XMPP"),
            Map.entry("RFC 7622", "XMPP: Address Format"),
            Map.entry("0030", "Service Discovery"),
            Map.entry("0050", "Ad-Hoc Commands"),
            Map.entry("0054", "vcard-temp"),
            Map.entry("0059", "Result Set Management"),
            Map.entry("0060", "Publish-Subscribe"),
            Map.entry("0077", "In-Band Registration"),
            Map.entry("0084", "User Avatar"),
            Map.entry("0092", "Software Version"),
            Map.entry("0114", "Jabber Component Protocol"),
            Map.entry("0115", "Entity Capabilities"),
            Map.entry("0133", "Service Administration"),
            Map.entry("0153", "vCard-Based Avatars"),
            Map.entry("0157", "Contact Addresses for XMPP Services"),
            Map.entry("0160", "Best Practices for Handling Offline Messages"),
            Map.entry("0163", "Personal Eventing Protocol"),
            Map.entry("0184", "Message Delivery Receipts"),
            Map.entry("0191", "Blocking Command"),
            Map.entry("0198", "Stream Management"),
            Map.entry("0199", "XMPP Ping"),
            Map.entry("0202", "Entity Time"),
            Map.entry("0203", "Delayed Delivery"),
            Map.entry("0280", "Message Carbons"),
            Map.entry("0297", "Stanza Forwarding"),
            Map.entry("0313", "Message Archive Management"),
            Map.entry("0334", "Message Processing Hints"),
            Map.entry("0359", "Unique and Stable Stanza IDs"),
            Map.entry("0398", "User Avatar to vCard-Based Avatars Conversion"),
            Map.entry("0440", "SASL Channel-Binding Type Capability"),
            Map.entry(
                    "RFC 7673",
                    "Using DNS-Based Authentication of Named Entities (DANE) TLSA Records with SRV Records"),
            Map.entry("RFC 7711", "PKIX over Secure HTTP (POSH)"),
            Map.entry("0178", "Best Practices for Use of SASL EXTERNAL with Certificates"),
            Map.entry("0185", "Dialback Key Generation and Validation"),
            Map.entry("0220", "Server Dialback"),
            Map.entry("0288", "Bidirectional Server-to-Server Connections"),
            Map.entry("0344", "Impact of TLS and DNSSEC on Dialback"),
            Map.entry("0368", "SRV records for XMPP over TLS"));

    private static final Map<String, String> NOTES = Map.ofEntries(
            Map.entry(
                    "0054",
                    "everybody may see a card; 64 KiB at most, and a picture of 128 KiB; the name and page that a member's website tells win"),
            Map.entry(
                    "0060",
                    "what XEP-0163 needs: publish, retrieve, retract, create, configure, delete; one item at a node"),
            Map.entry("0077", "off unless `registration` says otherwise; admins cannot delete their own account"),
            Map.entry(
                    "0084",
                    "PNG, JPEG, GIF and WebP of 128 KiB at most, which are not decoded; the picture that a member's website tells wins"),
            Map.entry("0092", "the operating system is not told"),
            Map.entry("0114", "`accept`; off unless `components` names one"),
            Map.entry(
                    "0133",
                    "accounts of the admin's own domain: add, delete, disable, enable, end sessions, password, numbers, lists, announce"),
            Map.entry(
                    "0163",
                    "100 nodes with 64 KiB each; `open`, `presence`, and `whitelist`, which is the owner alone; who may see presence is subscribed, there are no other subscriptions"),
            Map.entry("0184", "passed through; a receipt takes the mark from an undelivered message"),
            Map.entry("0280", "errors are not copied; `private` and `no-copy` are kept"),
            Map.entry("0313", "extended; every account has an archive; `ids` with no other field"),
            Map.entry("0334", "`store`, `no-store`, `no-permanent-store`"),
            Map.entry("0398", "the picture is in the card for those who may see it at its node"),
            Map.entry(
                    "0440",
                    "off unless `tls.channel-binding` says otherwise; `tls-server-end-point`; `tls-exporter` too from Java 25 on, or with `tls.engine = conscrypt`"));

    private static final Set<String> PARTLY = Set.of("0060", "0163");

    /** What streams and addresses do, which needs no line. */
    private static final List<Spec> FLOOR = List.of(
            Spec.of("RFC 6120", "2011-03"),
            Spec.of("RFC 7590", "2015-06"),
            Spec.of("RFC 7622", "2015-09"),
            Spec.of("RFC 7673", "2015-10"),
            Spec.of("RFC 7711", "2015-11"),
            Spec.of("0114", "1.6"),
            Spec.of("0178", "1.2"),
            Spec.of("0185", "1.0"),
            Spec.of("0220", "1.1.1"),
            Spec.of("0288", "1.0.1"),
            Spec.of("0344", "0.4"),
            Spec.of("0368", "1.1.0"),
            Spec.of("0440", "1.0.0"));

    private static final String KEPT = """
            ## What is kept

            A message is kept in the archives of its sender and its recipient, durably before it is accepted, if its type is `chat` or
            `normal` and it has a body or any other payload that means something later: a subject, a receipt, a marker, a correction,
            something encrypted. What no client of the recipient has acknowledged is delivered again; that is offline delivery.

            Not kept, and answered with an error if nobody is there to take it:

            * messages of type `groupchat`; those of type `headline` and `error` just end when nobody is there;
            * messages that hold nothing but a chat state, a nickname, a thread or ids;
            * messages with the hint `no-store` or `no-permanent-store` (XEP-0334). With the hint `store` even an empty one is kept.

            A message of a component with an id is kept once for each recipient, however often it is sent; so is one of a client with an
            `origin-id` and the same content.

            A client has acknowledged a message when it says so by stream management (XEP-0198) or by a receipt (XEP-0184). To a client
            without stream management the server sends a ping (XEP-0199) after messages, one at a time; its answer, whatever it is, counts.

            ## What is published

            An account publishes at nodes (XEP-0163), and its picture and its card (XEP-0054) are among what others see of it. Everybody may see a card, as
            is usual; a stranger is answered the same where there is no card and where there is no account. Others together get 16 MiB in a minute of what one account shows.
            An account has one picture, however it was set ([ADR 21](adr/0021-one-picture.md)).

            ## What the bot takes

            The bot of a site takes corrections (XEP-0308 1.2.1), retractions (XEP-0424 0.4.2), reactions (XEP-0444 0.2.1) and replies (XEP-0461 0.2.1),
            of which it leaves out what only quotes (XEP-0428 0.2.1). [bot.md](bot.md) says what each does. Between people they pass through and are kept.
            """;

    @Test
    void theListOfFeaturesIsUpToDate() throws IOException {
        check("features.md", markdown());
    }

    @Test
    void theDescriptionOfTheProjectIsUpToDate() throws IOException {
        check("doap.xml", doap());
    }

    @Test
    void everySpecificationHasATitle() {
        assertThat(TITLES.keySet()).isEqualTo(specs().keySet());
    }

    private static void check(String name, String content) throws IOException {
        Path file = DOCS.resolve(name);
        if (WRITE) {
            Files.writeString(file, content);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s is made from Features; run the test with -Dratatosk.regenerate=true", file)
                .isEqualTo(content);
    }

    /** All specifications with what implements them. */
    private static Map<String, Set<String>> specs() {
        Map<String, Set<String>> found = new TreeMap<>(Comparator.comparing(FeaturesDocumentTest::sortKey));
        FLOOR.forEach(spec -> implementers(found, spec));
        for (Feature feature : Features.all(EmbeddedPlayer.config())) {
            List<Spec> all = new ArrayList<>(feature.alsoImplements());
            all.add(feature.spec());
            all.forEach(spec -> implementers(found, spec).add(feature.getClass().getSimpleName()));
        }
        return found;
    }

    private static Set<String> implementers(Map<String, Set<String>> found, Spec spec) {
        return found.computeIfAbsent(spec.number(), number -> new LinkedHashSet<>());
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        FLOOR.forEach(spec -> versions.put(spec.number(), spec.version()));
        for (Feature feature : Features.all(EmbeddedPlayer.config())) {
            feature.alsoImplements().forEach(spec -> versions.put(spec.number(), spec.version()));
            versions.put(feature.spec().number(), feature.spec().version());
        }
        return versions;
    }

    private static String sortKey(String number) {
        return (number.startsWith("RFC") ? "0" : "1") + number;
    }

    private static String markdown() {
        StringBuilder text = new StringBuilder("# What the server can do\n\n")
                .append("Made from `Features.java` by `FeaturesDocumentTest`; do not edit.\n\n")
                .append("| Specification | Version | Title | Where | Notes |\n|---|---|---|---|---|\n");
        Map<String, String> versions = versions();
        specs().forEach((number, features) -> text.append("| ")
                .append(link(number))
                .append(" | ")
                .append(versions.get(number))
                .append(" | ")
                .append(TITLES.get(number))
                .append(" | ")
                .append(
                        features.isEmpty()
                                ? "streams"
                                : features.stream()
                                        .map(name -> "`" + name + "`")
                                        .collect(Collectors.joining(", ")))
                .append(" | ")
                .append(NOTES.getOrDefault(number, ""))
                .append(" |\n"));
        return text.append('\n').append(KEPT).toString();
    }

    private static String link(String number) {
        return number.startsWith("RFC")
                ? "[" + number + "](https://www.rfc-editor.org/rfc/rfc" + number.substring(4) + ")"
                : "[XEP-" + number + "](https://xmpp.org/extensions/xep-" + number + ".html)";
    }

    private static String doap() {
        StringBuilder text = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Made from Features.java by FeaturesDocumentTest; do not edit. -->
                <rdf:RDF xmlns="http://usefulinc.com/ns/doap#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmpp="https://linkmauve.fr/ns/xmpp-doap#">
                  <Project>
                    <name>Ratatosk</name>
                    <shortdesc xml:lang="en">A self-hosted XMPP server with a bridge to the website it belongs to</shortdesc>
                    <programming-language>Java</programming-language>
                    <license rdf:resource="https://www.apache.org/licenses/LICENSE-2.0"/>
                    <category rdf:resource="https://linkmauve.fr/ns/xmpp-doap#category-server"/>
                """);
        Map<String, String> versions = versions();
        for (String number : specs().keySet()) {
            if (number.startsWith("RFC")) {
                text.append("    <implements rdf:resource=\"https://www.rfc-editor.org/info/rfc")
                        .append(number.substring(4))
                        .append("\"/>\n");
            } else {
                text.append("    <implements>\n      <xmpp:SupportedXep>\n")
                        .append("        <xmpp:xep rdf:resource=\"https://xmpp.org/extensions/xep-")
                        .append(number)
                        .append(".html\"/>\n        <xmpp:version>")
                        .append(versions.get(number))
                        .append("</xmpp:version>\n        <xmpp:status>")
                        .append(PARTLY.contains(number) ? "partial" : "complete")
                        .append("</xmpp:status>\n")
                        .append(NOTES.containsKey(number) ? note(number) : "")
                        .append("      </xmpp:SupportedXep>\n    </implements>\n");
            }
        }
        return text.append("  </Project>\n</rdf:RDF>\n").toString();
    }

    private static String note(String number) {
        return "        <xmpp:note>" + NOTES.get(number).replace("`", "") + "</xmpp:note>\n";
    }
}
