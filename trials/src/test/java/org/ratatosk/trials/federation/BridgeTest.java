package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.roster.Roster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.jxmpp.jid.impl.JidCreate;
import org.ratatosk.trials.Person;

/** A site whose members are elsewhere: una at Prosody and egil at ejabberd post, hear of it, and answer. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeTest {
    private static final String BOT = Site.BOT;
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours("limits { longest-retry = 2 seconds }");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    @Test
    void theWholeStoryIsPlayedFromElsewhere() throws Exception {
        Person alice = neighbours.login("alice@" + Neighbours.HOME);
        Site site = new Site(neighbours);
        Person una = site.member("una", "prosody.example");
        Person egil = site.member("egil", "ejabberd.example");
        seesTheBot(una);
        seesTheBot(egil);
        play(una, egil, alice);
        play(egil, una, alice);
        Person egilAgain = thePeerOfOneIsDown(una, egil, alice);
        thePeerOfOneIsDown(egilAgain, una, alice);
    }

    /** One posts, the other hears of it and answers. */
    private void play(Person writer, Person reader, Person alice) throws Exception {
        String name = name(writer);
        String title = "From afar, by " + name;
        String words = "And the cats of " + name + "?";
        assertThat(Person.body(reader.ask(BOT, "sub " + name))).contains(name);
        assertThat(Person.body(alice.ask(BOT, "sub " + name))).contains(name);
        writer.ask(BOT, "sub #" + Site.post(writer, title));
        Message alert = reader.awaitFrom(BOT, title);
        alice.awaitFrom(BOT, title);
        reader.answer(alert, words);
        reader.awaitFrom(BOT, "Your comment stands");
        writer.awaitFrom(BOT, words);
    }

    private static String name(Person person) {
        return person.jid().substring(0, person.jid().indexOf('@'));
    }

    /** The alert of the reader waits for their server; that of alice does not wait for it. Returns the reader, logged in again. */
    private Person thePeerOfOneIsDown(Person writer, Person reader, Person alice) throws Exception {
        Peer theirs = neighbours.peers().stream()
                .filter(peer -> reader.jid().endsWith("@" + peer.domain()))
                .findFirst()
                .orElseThrow();
        String title = "Behind the wall of " + name(reader);
        reader.close();
        theirs.terminate();
        writer.ask(BOT, "post [" + title + "] Who hears me?");
        alice.awaitFrom(BOT, title);
        theirs.start();
        Person again = neighbours.login(reader.jid());
        Awaitility.await("the alert that waited")
                .atMost(Duration.ofSeconds(90))
                .until(() -> Site.count(again, title) > 0);
        return again;
    }

    private static void seesTheBot(Person person) throws Exception {
        Roster roster = Roster.getInstanceFor(person.connection());
        roster.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        roster.createItemAndRequestSubscription(JidCreate.entityBareFrom(BOT), "the bot", new String[0]);
        Awaitility.await("the bot's presence for " + person.jid())
                .until(() -> roster.getPresence(JidCreate.entityBareFrom(BOT)).isAvailable());
    }
}
