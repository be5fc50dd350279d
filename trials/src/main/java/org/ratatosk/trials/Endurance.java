package org.ratatosk.trials;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.delay.packet.DelayInformation;

/** Absence of members, and the sudden death of the server. Confined to one thread. */
final class Endurance {
    private static final int POSTS = 20;
    private static final String WORDS = "Bring back the red nuts, not the green ones.";
    private final Stage stage;

    Endurance(Stage stage) {
        this.stage = stage;
    }

    void play(Programme programme) {
        programme.step("a message to an offline member arrives at login", this::sendToAbsent);
        programme.step(
                "the server is killed with alerts pending, and each arrives after its restart", this::killAndCount);
    }

    private void sendToAbsent() throws Exception {
        Person alice = stage.person(Stage.ALICE);
        stage.logout(Stage.BOB);
        stage.say("bob logs out.");
        alice.say(Stage.BOB, WORDS);
        Message found = stage.login(Stage.BOB).awaitFrom(Stage.ALICE, WORDS);
        DelayInformation delay = DelayInformation.from(found);
        if (delay == null) {
            throw new Unmet("a mark of delay (XEP-0203) on the message", String.valueOf(found.toXML()));
        }
        stage.say("It was sent at " + delay.getStamp().toInstant() + ", as its mark of delay says.");
    }

    private void killAndCount() throws Exception {
        stage.logout(Stage.BOB);
        Set<Long> posted = postMany(stage.person(Stage.ALICE));
        stage.product().kill();
        stage.allGone();
        stage.say("SIGKILL: the server is dead, and bob has not been there for any of it.");
        stage.say("It is started again, and ready in " + stage.product().start() + " ms.");
        Person bob = stage.login(Stage.BOB);
        List<Message> alerts = new ArrayList<>();
        stage.sayFew(() -> alerts.add(Waiting.forNumbers(bob, posted)));
        Message last = alerts.get(0);
        stage.login(Stage.ALICE).ask("post [The last one] This one comes after all that went before.");
        bob.awaitFrom(Person.BOT, "The last one");
        stage.say("Nothing is missing; the last to come was #" + Stage.number(last) + ".");
        count(bob, posted);
    }

    /** All posts are sent at once, so that at the last answer alerts for some are still on their way. */
    private Set<Long> postMany(Person alice) throws Exception {
        alice.forget();
        stage.sayFew(() -> {
            for (int i = 1; i <= POSTS; i++) {
                alice.say(Person.BOT, "post [Acorn " + i + "] One of many acorns.");
            }
        });
        Set<Long> posted = new LinkedHashSet<>();
        stage.sayFew(() -> {
            for (int i = 1; i <= POSTS; i++) {
                posted.add(Stage.number(alice.awaitFrom(Person.BOT, "Posted as")));
            }
        });
        if (posted.size() != POSTS) {
            throw new Unmet(POSTS + " numbers", posted.toString());
        }
        return posted;
    }

    private void count(Person bob, Set<Long> posted) {
        Map<Long, Set<String>> ids = new LinkedHashMap<>();
        int messages = 0;
        for (Message message : bob.all()) {
            long number = Waiting.numberOrZero(message);
            if (posted.contains(number)) {
                messages++;
                ids.computeIfAbsent(number, one -> new LinkedHashSet<>()).add(String.valueOf(message.getStanzaId()));
            }
        }
        ids.forEach((number, different) -> {
            if (different.size() != 1) {
                throw new Unmet("one id for the alert of #" + number, different.toString());
            }
        });
        stage.say(POSTS + " posts, " + ids.size() + " alerts with " + ids.size() + " ids, " + (messages - ids.size())
                + " of them sent again under the same id.");
    }
}
