package org.ratatosk.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.packet.Message;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * One life of the server: alice posts without pause and writes to carol, who is away; bob follows alice. Then the server is killed,
 * started again, and what is there is compared with what it had accepted. Confined to one thread, but for alice's writing.
 */
final class KillRound {
    private static final int UNCERTAIN = 3;
    private static final long NO_POST = 900_000_000;
    private final Product product;
    private final Trust trust;
    private final String password;
    private final Ledger ledger;
    private final int round;

    /** Titles of posts by the ids of their stanzas, in the order in which they were sent. */
    private final Map<String, String> posts = Collections.synchronizedMap(new LinkedHashMap<>());

    private final Map<String, String> messages = Collections.synchronizedMap(new LinkedHashMap<>());

    KillRound(Product product, Trust trust, String password, Ledger ledger, int round) {
        this.product = product;
        this.trust = trust;
        this.password = password;
        this.ledger = ledger;
        this.round = round;
    }

    void play(Random random) throws Exception {
        Person alice = login(Stage.ALICE);
        Person bob = random.nextBoolean() ? login(Stage.BOB) : null;
        CountDownLatch begun = new CountDownLatch(3);
        Thread writer = new Thread(() -> write(alice, begun), "alice");
        writer.start();
        assertThat(begun.await(60, TimeUnit.SECONDS)).as("alice gets answers").isTrue();
        awaitMoment(random);
        product.kill();
        writer.interrupt();
        writer.join(20_000);
        assertThat(writer.isAlive()).isFalse();
        alice.vanish();
        if (bob != null) {
            bob.vanish();
        }
        product.start();
        Map<String, Long> numbers = judgePosts(alice);
        judgeMessages(alice.acknowledged());
        judgeAlerts(numbers.values(), bob);
    }

    /** Up to a second and a half from now, by a lock that nobody opens. */
    private static void awaitMoment(Random random) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(random.nextInt(1500), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private void write(Person alice, CountDownLatch begun) {
        try {
            for (int i = 1; i <= 100_000; i++) {
                String title = "Round " + round + " post " + i;
                posts.put(postId(i), title);
                alice.say(Person.BOT, text(title), postId(i));
                String wordId = "word-" + round + "-" + i;
                messages.put(wordId, "round " + round + " word " + i);
                alice.say(Stage.CAROL, "round " + round + " word " + i, wordId);
                alice.awaitFrom(Person.BOT, "an answer", KillRound::isAnswer);
                begun.countDown();
            }
        } catch (SmackException | IOException | Unmet e) {
            // the server is dead
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String postId(int number) {
        return "post-" + round + "-" + number;
    }

    private static String text(String title) {
        return "post [" + title + "] Written before the end.";
    }

    private static boolean isAnswer(Message message) {
        return Person.body(message).startsWith("Posted as #");
    }

    /** What was accepted is there; what is uncertain is sent again under its old id; in the end each is there once. */
    private Map<String, Long> judgePosts(Person before) throws Exception {
        List<String> ids = new ArrayList<>(posts.keySet());
        Set<String> acknowledged = new LinkedHashSet<>(ids);
        acknowledged.retainAll(before.acknowledged());
        Set<Long> answered = answers(before.all());
        Map<String, Long> there = journal();
        assertThat(there.keySet())
                .as("posts that were acknowledged")
                .containsAll(acknowledged.stream().map(posts::get).toList());
        assertThat(there.values()).as("posts that were answered").containsAll(answered);
        List<String> uncertain = ids.subList(Math.max(0, ids.size() - UNCERTAIN), ids.size());
        try (Person alice = login(Stage.ALICE)) {
            for (String id : uncertain) {
                alice.say(Person.BOT, text(String.valueOf(posts.get(id))), id);
            }
            // The bot works in order, so what it answers last comes after the others; no earlier round has asked this.
            String never = "#" + (NO_POST + round);
            alice.say(Person.BOT, "reply " + never + " Are you done?");
            alice.awaitFrom(Person.BOT, "There is no " + never);
        }
        Map<String, Long> after = journal();
        assertThat(after.keySet()).as("posts").containsExactlyInAnyOrderElementsOf(posts.values());
        ledger.posts(Math.max(acknowledged.size(), answered.size()), uncertain.size(), Collections.max(after.values()));
        return after;
    }

    /** The numbers in the bot's answers that are not of an earlier round: such may come again at a login. */
    private Set<Long> answers(List<Message> heard) {
        Set<Long> numbers = new LinkedHashSet<>();
        heard.stream()
                .filter(KillRound::isAnswer)
                .map(Waiting::numberOrZero)
                .filter(number -> number > ledger.highest())
                .forEach(numbers::add);
        return numbers;
    }

    /** Numbers of the posts of this round on alice's pages by title; fails if a title is there twice. */
    private Map<String, Long> journal() throws Exception {
        Browser browser = new Browser(trust);
        Map<String, Long> numbers = new HashMap<>();
        String url = product.siteUrl() + "/~alice";
        while (url != null) {
            Document page = browser.open(url);
            boolean older = false;
            for (Element entry : page.select("article.entry")) {
                String title = entry.select("h2").text();
                if (title.startsWith("Round " + round + " ")) {
                    long number = Long.parseLong(entry.select(".number").text().replaceAll("\\D", ""));
                    assertThat(numbers.put(title, number))
                            .as("a second post \"" + title + "\"")
                            .isNull();
                    older = true;
                }
            }
            Element link = page.selectFirst("a.older");
            url = link == null || !older ? null : link.absUrl("href");
        }
        return numbers;
    }

    private void judgeMessages(Set<String> acknowledged) throws Exception {
        Set<String> accepted = new LinkedHashSet<>();
        messages.keySet().stream().filter(acknowledged::contains).forEach(accepted::add);
        try (Person carol = login(Stage.CAROL)) {
            for (String id : accepted) {
                carol.awaitFrom(Stage.ALICE, "the accepted message " + id, message -> id.equals(message.getStanzaId()));
            }
            ledger.messages(
                    accepted.size(), carol.all().size() - idsOf(carol.all()).size());
        }
    }

    /** Bob gets an alert for each post, before the kill or after it; one that comes twice has the same id. */
    private void judgeAlerts(Collection<Long> numbers, @Nullable Person before) throws Exception {
        List<Message> alerts = new ArrayList<>();
        if (before != null) {
            alerts.addAll(before.all());
        }
        try (Person bob = login(Stage.BOB)) {
            Set<Long> missing = new LinkedHashSet<>(numbers);
            alerts.forEach(message -> missing.remove(Waiting.numberOrZero(message)));
            if (!missing.isEmpty()) {
                Waiting.forNumbers(bob, missing);
            }
            alerts.addAll(bob.all());
        }
        Map<Long, Set<String>> ids = new HashMap<>();
        alerts.removeIf(message -> !numbers.contains(Waiting.numberOrZero(message)));
        alerts.forEach(message -> ids.computeIfAbsent(Waiting.numberOrZero(message), number -> new LinkedHashSet<>())
                .add(message.getStanzaId() + " " + Person.body(message)));
        assertThat(ids.values())
                .as("alerts for one post")
                .allSatisfy(one -> assertThat(one).hasSize(1));
        ledger.alerts(ids.size(), alerts.size() - ids.size());
    }

    private static Set<String> idsOf(List<Message> messages) {
        Set<String> ids = new LinkedHashSet<>();
        messages.forEach(message -> ids.add(message.getStanzaId()));
        return ids;
    }

    private Person login(String jid) throws Exception {
        return Person.login(product, trust, jid, password, line -> {});
    }
}
