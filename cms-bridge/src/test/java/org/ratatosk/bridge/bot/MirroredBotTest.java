package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.config.BridgeConfig.StrangerComments;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.remote.ContractCms;
import org.ratatosk.bridge.remote.Gate;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.Mirror;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SmallCms;
import org.ratatosk.bridge.store.sql.SqlMirrorStore;
import org.ratatosk.bridge.store.sql.TestDatabase;

/** The bot of a site whose CMS is elsewhere, and has its troubles. */
class MirroredBotTest {
    private static final SiteKey KEY = SiteKey.fresh("k1", new SecureRandom());

    private final TestDatabase db = new TestDatabase();
    private SmallCms small;
    private Gate gate;
    private BotSite site;

    @BeforeEach
    void open() throws IOException {
        small = new SmallCms(KEY);
        gate = new Gate(small.base().getPort());
        site = site();
    }

    /** The same database each time, as after a restart. */
    private BotSite site() {
        RemoteCms remote = new ContractCms(
                "contract", gate.before(small.base()).toString(), KEY, Loopback.patient(), InstantSource.system());
        return new BotSite(
                StrangerComments.MODERATED,
                journal -> new Mirror(
                        remote,
                        new SqlMirrorStore(db, new Links("https://example.org")),
                        member -> Optional.empty(),
                        home -> Optional.of("1"),
                        new Names(List.of("example.org")),
                        Limits.DEFAULTS,
                        new TestClock(),
                        time -> gate.mood(Gate.Mood.CALM)));
    }

    @AfterEach
    void close() throws IOException {
        site.close();
        gate.close();
        small.close();
        db.close();
    }

    @Test
    void postsAndRepliesStandAtTheCms() {
        assertThat(site.say(BotSite.ALICE, "post [Market] Fresh honey."))
                .isEqualTo("Posted as #1, for everybody: https://small.example/p1");
        assertThat(site.say(BotSite.BOB, "reply #1 Nice"))
                .isEqualTo("Your comment stands as #2: https://small.example/c2");
        assertThat(site.say(BotSite.ALICE, "reject #2")).startsWith("Comment #2 of bob is not shown.");
        assertThat(small.posts()).isEqualTo(1);
        assertThat(small.comments()).isZero();
    }

    @Test
    void theSameMessageAgainIsDoneOnceWhateverHappened() {
        for (Gate.Mood mood : List.of(Gate.Mood.BROKEN, Gate.Mood.FORGETFUL)) {
            gate.mood(mood);
            assertThat(site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                    .as(mood.name())
                    .contains("Send your message again in a while");
        }
        assertThat(small.posts()).isEqualTo(1);
        gate.mood(Gate.Mood.CALM);
        String answer = "Posted as #1, for everybody: https://small.example/p1";
        assertThat(site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                .isEqualTo(answer);
        assertThat(site.ask(site.message(BotSite.ALICE, "m-1", "post [Market] Fresh honey.")))
                .isEqualTo(answer);
        assertThat(small.posts()).isEqualTo(1);
    }

    @Test
    void whatIsTooFastIsWaitedOut() {
        gate.mood(Gate.Mood.HURRIED);
        assertThat(site.say(BotSite.ALICE, "post [Market] Fresh honey.")).startsWith("Posted as #1");
    }

    @Test
    void whatTheCmsRefusesIsSaid() {
        assertThat(site.say(BotSite.ALICE, "post [Party]\nsecurity: friends\nCome by."))
                .isEqualTo("The website did not take it: There are no posts for friends here.");
    }
}
