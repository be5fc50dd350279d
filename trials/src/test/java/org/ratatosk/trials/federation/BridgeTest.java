package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String BOT = "ratatosk@" + Neighbours.HOME;
    private static final Pattern CODE = Pattern.compile("code ([A-Za-z0-9-]{4,40})");
    private static final Pattern POSTED = Pattern.compile("Posted as #(\\d+)");
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
        Person una = member("una", "prosody.example");
        Person egil = member("egil", "ejabberd.example");
        seesTheBot(una);
        seesTheBot(egil);
        assertThat(Person.body(egil.ask(BOT, "sub una"))).contains("una");
        assertThat(Person.body(alice.ask(BOT, "sub una"))).contains("una");
        Matcher number = POSTED.matcher(Person.body(una.ask(BOT, "post [From afar] The halls are large here.")));
        assertThat(number.find()).as("a number").isTrue();
        una.ask(BOT, "sub #" + number.group(1));
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

    /** Somebody with an account at the site proves the address that they use. */
    private Person member(String name, String domain) throws Exception {
        Person home = neighbours.login(name + "@" + Neighbours.HOME);
        Person away = neighbours.login(name + "@" + domain);
        assertThat(Person.body(away.ask(BOT, "post [Too early] I am nobody yet.")))
                .contains("link");
        Matcher code = CODE.matcher(Person.body(home.ask(BOT, "link " + away.jid())));
        assertThat(code.find()).as("a code").isTrue();
        assertThat(Person.body(away.ask(BOT, "code " + code.group(1)))).contains("Welcome, " + name);
        home.close();
        return away;
    }

    private static void seesTheBot(Person person) throws Exception {
        Roster roster = Roster.getInstanceFor(person.connection());
        roster.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        roster.createItemAndRequestSubscription(JidCreate.entityBareFrom(BOT), "the bot", new String[0]);
        Awaitility.await("the bot's presence for " + person.jid())
                .until(() -> roster.getPresence(JidCreate.entityBareFrom(BOT)).isAvailable());
    }
}
