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
        assertThat(Person.body(egil.ask(BOT, "sub una"))).contains("una");
        assertThat(Person.body(alice.ask(BOT, "sub una"))).contains("una");
        una.ask(BOT, "sub #" + Site.post(una, "From afar"));
        Message alert = egil.awaitFrom(BOT, "From afar");
        alice.awaitFrom(BOT, "From afar");
        egil.answer(alert, "And the cats?");
        egil.awaitFrom(BOT, "Your comment stands");
        una.awaitFrom(BOT, "And the cats?");
        thePeerOfOneIsDown(alice, una, egil);
    }

    /** The alert of the one waits for their server; that of the other does not wait for it. */
    private void thePeerOfOneIsDown(Person alice, Person una, Person egil) throws Exception {
        Peer ejabberd = neighbours.peers().get(1);
        egil.close();
        ejabberd.terminate();
        una.ask(BOT, "post [Behind the wall] Who hears me?");
        alice.awaitFrom(BOT, "Behind the wall");
        ejabberd.start();
        Person again = neighbours.login(egil.jid());
        Awaitility.await("the alert that waited")
                .atMost(Duration.ofSeconds(90))
                .until(() ->
                        again.all().stream().anyMatch(one -> Person.body(one).contains("Behind the wall")));
    }

    private static void seesTheBot(Person person) throws Exception {
        Roster roster = Roster.getInstanceFor(person.connection());
        roster.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        roster.createItemAndRequestSubscription(JidCreate.entityBareFrom(BOT), "the bot", new String[0]);
        Awaitility.await("the bot's presence for " + person.jid())
                .until(() -> roster.getPresence(JidCreate.entityBareFrom(BOT)).isAvailable());
    }
}
