package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.config.BridgeConfig.StrangerComments;
import org.ratatosk.bridge.remote.Gate;
import org.ratatosk.bridge.remote.TestMirror;
import org.ratatosk.server.xml.Element;

/** The bot of a site whose CMS is elsewhere, and has its troubles. */
class MirroredBotTest {
    private TestMirror cms;
    private BotSite site;

    @BeforeEach
    void open() throws IOException {
        cms = new TestMirror();
        site = new BotSite(StrangerComments.MODERATED, journal -> cms.mirror(), cms.patience());
    }

    @AfterEach
    void close() throws IOException {
        site.close();
        cms.close();
    }

    @Test
    void postsAndRepliesStandAtTheCms() {
        assertThat(site.say(BotSite.ALICE, "post [Market] Fresh honey."))
                .isEqualTo("Posted as #1, for everybody: https://small.example/p1");
        assertThat(site.say(BotSite.BOB, "reply #1 Nice"))
                .isEqualTo("Your comment stands as #2: https://small.example/c2");
        assertThat(site.say(BotSite.ALICE, "reject #2")).startsWith("Comment #2 of bob is not shown.");
        assertThat(cms.small.posts()).isEqualTo(1);
        assertThat(cms.small.comments()).isZero();
    }

    @Test
    void theSameMessageAgainIsDoneOnceWhateverHappened() {
        for (Gate.Mood mood : List.of(Gate.Mood.BROKEN, Gate.Mood.FORGETFUL)) {
            cms.gate.mood(mood);
            assertThat(site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                    .as(mood.name())
                    .contains("Send your message again in a while");
        }
        assertThat(cms.small.posts()).isEqualTo(1);
        cms.gate.mood(Gate.Mood.CALM);
        String answer = "Posted as #1, for everybody: https://small.example/p1";
        assertThat(site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                .isEqualTo(answer);
        assertThat(site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                .isEqualTo(answer);
        assertThat(cms.small.posts()).isEqualTo(1);
    }

    @Test
    void whatIsTooFastIsWaitedOut() {
        cms.gate.mood(Gate.Mood.HURRIED);
        assertThat(site.all(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                .containsExactly(
                        "That was too fast for the website. It takes yours in 15 seconds; I wait, and tell you then.",
                        "Posted as #1, for everybody: https://small.example/p1");
        assertThat(cms.small.posts()).isEqualTo(1);
    }

    private static Element replacing(String id) {
        return Element.builder("urn:xmpp:message-correct:0", "replace")
                .attr("id", id)
                .build();
    }

    private String last() {
        List<String> told = cms.small.activities();
        return told.get(told.size() - 1);
    }

    @Test
    void aCorrectionIsMadeThere() {
        site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fersh honey."));
        assertThat(site.ask(site.message(BotSite.ALICE, "m-2", "post [Market] Fresh honey.", replacing("m-1"))))
                .isEqualTo("Post #1 is changed, for everybody: https://small.example/p1");
        assertThat(last()).contains("\"Update\"", "Fresh honey.");
        site.ask(site.message(BotSite.BOB, "m-1", "reply #1 Nize"));
        assertThat(site.ask(site.message(BotSite.BOB, "m-2", "reply #1 Nice", replacing("m-1"))))
                .isEqualTo("Comment #2 is changed: https://small.example/c2");
        assertThat(last()).contains("\"Update\"", "\"Nice\"");
        Element retract = Element.builder("urn:xmpp:message-retract:1", "retract")
                .attr("id", "m-1")
                .build();
        assertThat(site.ask(site.message(BotSite.BOB, "m-3", "", retract))).isEqualTo("Comment #2 is gone.");
        assertThat(cms.small.comments()).isZero();
        assertThat(site.ask(site.message(BotSite.ALICE, "m-3", "", retract)))
                .isEqualTo("Post #1 is gone, with what stood under it.");
        assertThat(cms.small.posts()).isZero();
    }

    @Test
    void aCorrectionOfWhichNothingWasHeardIsOneOfTheSameThing() {
        site.ask(site.message(BotSite.ALICE, "m-1", "post: One"));
        for (Gate.Mood mood : List.of(Gate.Mood.BROKEN, Gate.Mood.FORGETFUL)) {
            cms.gate.mood(mood);
            assertThat(site.ask(site.message(BotSite.ALICE, "m-2", "post: Two", replacing("m-1"))))
                    .contains("Send your message again");
        }
        cms.gate.mood(Gate.Mood.CALM);
        assertThat(site.ask(site.message(BotSite.ALICE, "m-3", "post: Three", replacing("m-2"))))
                .startsWith("Post #1 is changed");
        assertThat(last()).contains("Three");
        assertThat(cms.small.posts()).isEqualTo(1);
    }

    @Test
    void aReactionIsALikeThere() {
        site.say(BotSite.ALICE, "post: One");
        site.alerts.numbers.put(BotSite.BOB.bare() + " alert-1", 1L);
        Element heart = Element.builder("urn:xmpp:reactions:0", "reactions")
                .attr("id", "alert-1")
                .child("reaction", "❤")
                .build();
        assertThat(site.say(BotSite.BOB, "", heart)).isEmpty();
        assertThat(cms.small.likedBy("p1")).containsExactly("bob");
        cms.gate.mood(Gate.Mood.BROKEN);
        assertThat(site.say(BotSite.ALICE, "like #1")).contains("cannot do it now");
    }

    @Test
    void whatTheCmsRefusesIsSaid() {
        assertThat(site.say(BotSite.ALICE, "post [Party]\nsecurity: friends\nCome by."))
                .isEqualTo("The website did not take it: There are no posts for friends here.");
    }
}
