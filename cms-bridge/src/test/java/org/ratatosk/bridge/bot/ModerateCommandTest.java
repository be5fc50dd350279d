package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.bot.BotSite.ALICE;
import static org.ratatosk.bridge.bot.BotSite.CAROL;
import static org.ratatosk.bridge.identity.Identity.Right.ALERTS;
import static org.ratatosk.bridge.identity.Identity.Right.COMMENT;
import static org.ratatosk.bridge.identity.Identity.Right.POST;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.server.jid.Jid;

/** What the scripts of approve and reject do not reach: rights, and comments that were decided on before. */
class ModerateCommandTest {
    private static final Jid DAVE = Jid.of("dave@elsewhere.example/x");
    private final BotSite site = new BotSite();

    @BeforeEach
    void aCommentWaits() {
        site.say(ALICE, "post: It rained.");
        site.say(DAVE, "reply #1 Umbrellas");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aLinkedAddressNeedsTheRightToComment() {
        site.link(POST, ALERTS);
        assertThat(site.say(CAROL, "approve #2"))
                .startsWith("You may not decide on comments from carol@elsewhere.example");
        assertThat(site.journal.findComment(2).map(Comment::state)).contains(Comment.State.HELD);
        site.identities.setRights("alice", CAROL, Set.of(COMMENT));
        assertThat(site.say(CAROL, "approve #2")).contains("is shown now");
        assertThat(site.journal.findComment(2).map(Comment::state)).contains(Comment.State.SHOWN);
    }

    @Test
    void whatWasRejectedCanBeApproved() {
        site.say(ALICE, "reject #2");
        assertThat(site.say(ALICE, "approve #2")).contains("is shown now");
        assertThat(site.journal.findComment(2).map(Comment::state)).contains(Comment.State.SHOWN);
    }
}
