package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.bot.BotSite.ALICE;
import static org.ratatosk.bridge.bot.BotSite.BOB;
import static org.ratatosk.bridge.bot.BotSite.CAROL;
import static org.ratatosk.bridge.identity.Identity.Right.COMMENT;
import static org.ratatosk.bridge.identity.Identity.Right.POST;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/** What the scripts of edit, delete, like and queue do not reach: rights, strangers, and what stays as it was. */
class EditCommandTest {
    private static final Jid DAVE = Jid.of("dave@elsewhere.example/x");
    private final BotSite site = new BotSite();

    @AfterEach
    void close() {
        site.close();
    }

    private Post post() {
        return site.journal.post(1).orElseThrow();
    }

    @Test
    void aLinkedAddressNeedsTheRights() {
        site.say(ALICE, "post: It rained.");
        site.say(ALICE, "reply #1 And how");
        site.link();
        assertThat(site.say(CAROL, "edit #1 Dry")).startsWith("You may not change posts from " + CAROL.bare());
        assertThat(site.say(CAROL, "edit #2 Dry")).startsWith("You may not change comments from " + CAROL.bare());
        assertThat(site.say(CAROL, "delete #1")).startsWith("You may not take posts away from " + CAROL.bare());
        assertThat(site.say(CAROL, "delete #2")).startsWith("You may not take comments away from " + CAROL.bare());
        assertThat(site.say(CAROL, "like #1")).startsWith("You may not say what you like from " + CAROL.bare());
        assertThat(site.say(CAROL, "queue")).startsWith("You may not decide on comments from " + CAROL.bare());
        assertThat(post().text()).isEqualTo("It rained.");
        site.identities.setRights("alice", CAROL, Set.of(POST));
        assertThat(site.say(CAROL, "edit #1 Dry")).startsWith("Post #1 is changed");
        assertThat(site.say(CAROL, "edit #2 Dry")).startsWith("You may not");
        site.identities.setRights("alice", CAROL, Set.of(COMMENT));
        assertThat(site.say(CAROL, "edit #2 Dry")).startsWith("Comment #2 is changed");
        assertThat(site.say(CAROL, "delete #2")).isEqualTo("Comment #2 is gone.");
    }

    @Test
    void whatTheEditDoesNotSayOfWhoMaySeeItStays() {
        site.say(ALICE, "post [A]\nsecurity: friends\ntags: rain\nmood: wet\nText");
        site.say(ALICE, "edit #1 [B]\ntags: sun\nOther");
        assertThat(post().security()).isEqualTo(Security.FRIENDS);
        assertThat(post().title()).isEqualTo("B");
        assertThat(post().tags()).isEqualTo(List.of("sun"));
        assertThat(post().mood()).isEmpty();
        assertThat(site.say(ALICE, "edit #1 [B]\nsecurity: pulbic\nOther")).contains("for you alone", "pulbic");
        assertThat(post().security()).isEqualTo(Security.PRIVATE);
    }

    @Test
    void whatWasApprovedStaysWhatWasApproved() {
        site.say(ALICE, "post: It rained.");
        site.say(DAVE, "reply #1 Umbrellas");
        assertThat(site.say(DAVE, "edit #2 Good umbrellas"))
                .isEqualTo("Comment #2 is changed and waits to be looked at.");
        site.say(ALICE, "approve #2");
        assertThat(site.say(DAVE, "edit #2 Bad umbrellas")).startsWith("Comment #2 was approved as it is");
        assertThat(site.journal.findComment(2).map(Comment::text)).contains("Good umbrellas");
        site.say(ALICE, "reject #2");
        assertThat(site.say(DAVE, "edit #2 Umbrellas")).isEqualTo("There is no #2 of yours.");
        assertThat(site.say(DAVE, "delete #2")).isEqualTo("There is no #2 of yours.");
    }

    @Test
    void nobodyPassesForSomebodyElse() {
        site.say(ALICE, "post: It rained.");
        site.say(DAVE, "reply #1 Umbrellas");
        assertThat(site.say(BOB, "edit #2 Mine")).isEqualTo("There is no #2 of yours.");
        assertThat(site.say(Jid.of("alice@elsewhere.example/x"), "edit #1 Mine"))
                .isEqualTo("There is no #1 of yours.");
        assertThat(site.say(Jid.of("alice@elsewhere.example/x"), "delete #1")).isEqualTo("There is no #1 of yours.");
        assertThat(post().text()).isEqualTo("It rained.");
    }

    @Test
    void anEditThatComesTwiceIsDoneOnce() {
        site.say(ALICE, "post: One");
        assertThat(site.ask(site.message(ALICE, "e1", "edit #1 Two"))).startsWith("Post #1 is changed");
        site.say(ALICE, "edit #1 Three");
        assertThat(site.ask(site.message(ALICE, "e1", "edit #1 Two"))).startsWith("Post #1 is changed");
        assertThat(post().text()).isEqualTo("Three");
    }

    @Test
    void likesAreCountedOncePerMember() {
        site.say(ALICE, "post: One");
        site.alerts.numbers.put(BOB.bare() + " alert-1", 1L);
        Element heart = Element.builder("urn:xmpp:reactions:0", "reactions")
                .attr("id", "alert-1")
                .child("reaction", "❤")
                .build();
        assertThat(site.say(BOB, "", heart)).isEmpty();
        assertThat(site.say(BOB, "> One\n❤", heart)).isEmpty();
        site.say(ALICE, "like #1");
        assertThat(site.journal.countLikes(List.of(1L))).containsEntry(1L, 2);
        Element none = Element.builder("urn:xmpp:reactions:0", "reactions")
                .attr("id", "alert-1")
                .build();
        assertThat(site.say(BOB, "", none)).isEmpty();
        assertThat(site.journal.countLikes(List.of(1L))).containsEntry(1L, 1);
        site.say(ALICE, "delete #1");
        assertThat(site.journal.countLikes(List.of(1L))).isEmpty();
    }
}
