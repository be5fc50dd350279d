package org.ratatosk.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/**
 * A script, as these lines show, where XML may go on in indented lines and {@code #} starts a comment:
 *
 * <pre>
 * accounts: alice bob carol@example.net
 * admins: alice                         of those accounts
 * alice connects                        as alice@example.org/home
 * bob/phone connects                    as bob@example.org/phone
 * bob connects without stream management
 * alice sends: &lt;presence/&gt;
 * bob receives: &lt;presence from='{any}'/&gt;           this and nothing before it; several elements come in any order
 * bob receives exactly: &lt;presence from='{x}'/&gt;     no other attributes and children
 * bob receives nothing
 * echo.example.org connects as a component
 * alice comes online                    connects and sends initial presence
 * alice tells bob: Hello                a chat message to bob@example.org; more lines of it are indented
 * bob hears: Hel{any}                   the next message with a body; what has none is passed over, blank lines do not count
 * bob replies: Hello yourself           to what was heard last, and naming it (XEP-0461)
 * bob hears nothing                     may receive other things
 * bob stops acknowledging, bob acknowledges again, bob disconnects, bob vanishes
 * bob is closed with conflict
 * 90 seconds pass
 * the disk is full, the disk has room, the server restarts
 * the site says: alice asks bob         of their lists of buddies: asks, sees, notes, blocks, leaves; "shows" lets all members see
 * </pre>
 */
public final class Conversation {
    private static final String DOMAIN = "example.org";
    private static final java.util.regex.Pattern LINE =
            java.util.regex.Pattern.compile("(\\S+) (.*)", java.util.regex.Pattern.DOTALL);

    private final List<String> lines;

    private Conversation(List<String> lines) {
        this.lines = lines;
    }

    /** Reads a script. */
    public static Conversation parse(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last) + "\n" + line);
            } else {
                lines.add(line.stripTrailing());
            }
        }
        return new Conversation(lines);
    }

    /** Plays it; an {@link AssertionError} says which line went wrong. */
    public void play(Player player) {
        Run run = new Run(player);
        for (String line : lines) {
            try {
                run.line(line);
            } catch (AssertionError e) {
                throw new AssertionError("At the line «" + line + "»: " + e.getMessage(), e);
            }
        }
    }

    private static final class Run {
        private final Player player;
        private final Map<String, Player.Client> clients = new HashMap<>();
        private final Map<String, Element> heard = new HashMap<>();
        private Map<String, String> words = new HashMap<>();
        private int said;

        Run(Player player) {
            this.player = player;
        }

        void line(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("No line of a script: " + line);
            }
            String who = matcher.group(1);
            String what = matcher.group(2);
            switch (who) {
                case "accounts:" ->
                    player.accounts(Arrays.stream(what.split(" ", -1))
                            .map(name -> address(name).bare())
                            .toList());
                case "admins:" ->
                    player.admins(Arrays.stream(what.split(" ", -1))
                            .map(name -> address(name).bare())
                            .toList());
                case "the" -> world(what);
                default -> {
                    if (what.endsWith(" pass")) {
                        player.pass(duration(who, what));
                    } else {
                        client(who, what);
                    }
                }
            }
        }

        private static Duration duration(String amount, String what) {
            long count = Long.parseLong(amount);
            return switch (what) {
                case "seconds pass" -> Duration.ofSeconds(count);
                case "minutes pass" -> Duration.ofMinutes(count);
                default -> throw new IllegalArgumentException("Not seconds or minutes: " + what);
            };
        }

        private void world(String what) {
            switch (what) {
                case "disk is full" -> player.diskFull(true);
                case "disk has room" -> player.diskFull(false);
                case "server restarts" -> {
                    player.restart();
                    clients.clear();
                }
                default -> {
                    if (!what.startsWith("site says: ")) {
                        throw new IllegalArgumentException("Unknown: the " + what);
                    }
                    player.site(what.substring("site says: ".length()));
                }
            }
        }

        private void client(String who, String what) {
            int colon = what.indexOf(':');
            String verb = colon < 0 || what.startsWith("is closed") ? what : what.substring(0, colon);
            String xml = colon < 0 ? "" : what.substring(colon + 1);
            switch (verb) {
                case "connects" -> clients.put(who, player.connect(address(who), true));
                case "connects as a component" -> clients.put(who, player.component(who));
                case "comes online" -> {
                    clients.put(who, player.connect(address(who), true));
                    client(who).send(Xml.one("<presence/>"));
                }
                case "hears" -> hear(who, text(xml));
                case "hears nothing" -> assertThat(client(who).rest()).noneMatch(Run::hasWords);
                case "replies" -> reply(who, text(xml));
                case "connects without stream management" -> clients.put(who, player.connect(address(who), false));
                case "sends" -> Xml.all(Pattern.fill(xml, words)).forEach(client(who)::send);
                case "receives" -> receive(client(who), Xml.all(xml), false);
                case "receives exactly" -> receive(client(who), Xml.all(xml), true);
                case "receives nothing" -> assertThat(client(who).rest()).isEmpty();
                case "stops acknowledging" -> client(who).acknowledging(false);
                case "acknowledges again" -> client(who).acknowledging(true);
                case "disconnects" -> client(who).disconnect();
                case "vanishes" -> client(who).vanish();
                default -> {
                    if (verb.startsWith("tells ")) {
                        Jid to = address(verb.substring("tells ".length())).bare();
                        client(who).send(chat(to, text(xml)).build());
                    } else {
                        closed(who, what);
                    }
                }
            }
        }

        /** The lines without their indentation. */
        private static String text(String written) {
            return written.lines()
                    .map(String::strip)
                    .collect(Collectors.joining("\n"))
                    .strip();
        }

        private Element.Builder chat(Jid to, String text) {
            return Element.builder("jabber:client", "message")
                    .attr("type", "chat")
                    .attr("to", to)
                    .attr("id", "said-" + said++)
                    .child("body", Pattern.fill(text, words));
        }

        private static boolean hasWords(Element element) {
            return element.is("jabber:client", "message")
                    && element.child("jabber:client", "body").isPresent();
        }

        private void hear(String who, String wanted) {
            Optional<Element> received = client(who).receive();
            while (received.isPresent() && !hasWords(received.get())) {
                received = client(who).receive();
            }
            if (received.isEmpty()) {
                fail("nothing was said");
            }
            heard.put(who, received.get());
            String actual = received.get().childText("jabber:client", "body").orElseThrow();
            words = Pattern.match(wanted, actual, words).orElseGet(() -> fail("what was said is\n  " + actual));
        }

        private void reply(String who, String text) {
            Element to = heard.get(who);
            Element.Builder message = chat(Jid.of(to.attr("from").orElseThrow()), text);
            client(who)
                    .send(message.child(Element.builder("urn:xmpp:reply:0", "reply")
                                    .attr("to", to.attr("from").orElseThrow())
                                    .attr("id", to.attr("id").orElseThrow())
                                    .build())
                            .build());
        }

        private void closed(String who, String what) {
            String prefix = "is closed with ";
            if (!what.startsWith(prefix)) {
                throw new IllegalArgumentException("Nobody can do this: " + what);
            }
            String name =
                    what.substring(prefix.length()).toUpperCase(Locale.ROOT).replace('-', '_');
            assertThat(client(who).closedWith()).contains(StreamError.Condition.valueOf(name));
        }

        private Player.Client client(String who) {
            Player.Client client = clients.get(who);
            if (client == null) {
                throw new IllegalArgumentException(who + " has not connected");
            }
            return client;
        }

        private void receive(Player.Client client, List<Element> wanted, boolean exact) {
            List<Pattern> left = new ArrayList<>();
            wanted.forEach(element -> left.add(new Pattern(element, exact)));
            while (!left.isEmpty()) {
                Optional<Element> received = client.receive();
                if (received.isEmpty()) {
                    fail("nothing came, but wanted was " + left);
                }
                take(received.orElseThrow(), left);
            }
        }

        private void take(Element received, List<Pattern> left) {
            for (Pattern pattern : left) {
                Optional<Map<String, String>> match = pattern.match(received, words);
                if (match.isPresent()) {
                    words = match.get();
                    left.remove(pattern);
                    return;
                }
            }
            fail("what came is\n  " + received + "\nbut wanted was\n  " + left + "\nwhere " + words);
        }

        private static Jid address(String who) {
            int slash = who.indexOf('/');
            String bare = slash < 0 ? who : who.substring(0, slash);
            String resource = slash < 0 ? "home" : who.substring(slash + 1);
            return Jid.of((bare.contains("@") ? bare : bare + "@" + DOMAIN) + "/" + resource);
        }
    }
}
