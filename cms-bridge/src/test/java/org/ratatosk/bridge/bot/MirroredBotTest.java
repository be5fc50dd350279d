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

/** The bot of a site whose CMS is elsewhere, and has its troubles. */
class MirroredBotTest {
    private TestMirror cms;
    private BotSite site;

    @BeforeEach
    void open() throws IOException {
        cms = new TestMirror();
        site = new BotSite(StrangerComments.MODERATED, journal -> cms.mirror());
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
        assertThat(site.say(BotSite.ALICE, "post [Market] Fresh honey.")).startsWith("Posted as #1");
    }

    @Test
    void whatTheCmsRefusesIsSaid() {
        assertThat(site.say(BotSite.ALICE, "post [Party]\nsecurity: friends\nCome by."))
                .isEqualTo("The website did not take it: There are no posts for friends here.");
    }
}
