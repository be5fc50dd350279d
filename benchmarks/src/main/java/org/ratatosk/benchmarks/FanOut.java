package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client's words, presence or post to many. Confined to one thread. */
final class FanOut {
    private static final String BODY = "<body>" + "0123456789".repeat(10) + "</body>";
    private static final byte[] ROSTER = "wants-roster".getBytes(US_ASCII);
    private static final int AT_ONCE = 50;
    private static final int PATIENCE_SECONDS = 30;
    private final Crowd crowd;
    private int volley;

    FanOut(Crowd crowd) {
        this.crowd = crowd;
    }

    /**
     * What came of something that went to many. Immutable.
     *
     * @param nanos until the last had it, or the time for that was over
     * @param lost how many never got it
     */
    record Arrival(long nanos, int lost) {}

    /** Sends the same message to each. The client has to send it as often, since XMPP knows no other way that all servers have. */
    Arrival broadcast(Session sender, List<Session> receivers) throws InterruptedException {
        String mark = "to-many" + volley++ + "-";
        return fire(receivers, mark, () -> {
            for (Session receiver : receivers) {
                sender.send("<message type='chat' id='" + mark + "' to='"
                        + crowd.target().jid(receiver.number()) + "/b'>" + BODY
                        + "<no-store xmlns='urn:xmpp:hints'/></message>");
            }
            return true;
        });
    }

    /** Changes the presence of one. */
    Arrival presence(Session one, List<Session> subscribers) throws InterruptedException {
        String mark = "marked" + volley++ + "-";
        return fire(subscribers, mark, () -> {
            one.send("<presence><show>" + (volley % 2 == 0 ? "away" : "dnd") + "</show><status>" + mark
                    + "</status></presence>");
            return true;
        });
    }

    /** Has one write a post, of which the bot tells those who {@linkplain #follow follow}. */
    Arrival post(Session one, List<Session> followers, String bot) throws InterruptedException {
        String mark = "Market-day" + volley++ + "-";
        return fire(followers, mark, () -> {
            one.send("<message type='chat' id='" + mark + "' to='" + bot + "'><body>post [" + mark
                    + "] Fresh honey at nine, and bread.</body></message>");
            return true;
        });
    }

    private Arrival fire(List<Session> receivers, String mark, Callable<Boolean> shot) throws InterruptedException {
        long begin = System.nanoTime();
        Arrivals arrivals = crowd.play(() -> {
            Arrivals expected = new Arrivals(receivers, mark.getBytes(US_ASCII));
            shot.call();
            return expected;
        });
        if (Crowd.isOver(arrivals.done(), PATIENCE_SECONDS)) {
            return new Arrival(arrivals.done().getNow(begin) - begin, 0);
        }
        return new Arrival(System.nanoTime() - begin, crowd.play(arrivals::missing));
    }

    /** Has those who are not subscribed to the presence of one yet subscribe to it, as people do. */
    void subscribe(Session one, List<Session> subscribers) throws InterruptedException {
        crowd.play(() -> {
            one.listener((who, bytes, from, to) -> agree(who, new String(bytes, from, to - from, US_ASCII)));
            return true;
        });
        String request = "<presence type='subscribe' to='" + crowd.target().jid(one.number()) + "'/>";
        eachGets(strangers(one, subscribers), "subscribed", request, "a subscription");
    }

    private List<Session> strangers(Session one, List<Session> all) throws InterruptedException {
        Pattern friend = Pattern.compile(
                "<item[^>]*?jid=['\"]" + Pattern.quote(crowd.target().jid(one.number())) + "['\"][^>]*?>");
        List<Session> strangers = new ArrayList<>();
        for (Session session : all) {
            CompletableFuture<String> roster = new CompletableFuture<>();
            crowd.play(() -> {
                session.listener((who, bytes, from, to) -> {
                    if (Bytes.find(bytes, from, to, ROSTER) >= 0) {
                        roster.complete(new String(bytes, from, to - from, US_ASCII));
                    }
                });
                session.send("<iq type='get' id='wants-roster'><query xmlns='jabber:iq:roster'/></iq>");
                return true;
            });
            Matcher item = friend.matcher(Crowd.await(roster, "a roster"));
            if (!item.find() || !Set.of("to", "both").contains(Bytes.attribute(item.group(), "subscription"))) {
                strangers.add(session);
            }
        }
        return strangers;
    }

    private static void agree(Session one, String stanza) {
        if (stanza.startsWith("<presence") && Bytes.attribute(stanza, "type").equals("subscribe")) {
            one.send("<presence type='subscribed' to='" + Bytes.attribute(stanza, "from") + "'/>");
        }
    }

    /** Has each of the followers ask the bot for the posts of one. */
    void follow(Session one, List<Session> followers, String bot) throws InterruptedException {
        String request = "<message type='chat' id='follow' to='" + bot + "'><body>sub "
                + crowd.target().name(one.number()) + "</body></message>";
        eachGets(followers, "<body>", request, "an answer of the bot");
    }

    private void eachGets(List<Session> sessions, String mark, String request, String what)
            throws InterruptedException {
        for (int i = 0; i < sessions.size(); i += AT_ONCE) {
            List<Session> some = sessions.subList(i, Math.min(sessions.size(), i + AT_ONCE));
            Arrivals answers = crowd.play(() -> {
                Arrivals expected = new Arrivals(some, mark.getBytes(US_ASCII));
                some.forEach(session -> session.send(request));
                return expected;
            });
            Crowd.await(answers.done(), what);
        }
    }
}
