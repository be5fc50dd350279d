package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Presences.Shown;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tie;

class ActivitiesTest {
    private static final String ACTOR = "'actor':{'type':'Person','preferredUsername':'romeo','name':'Romeo'}";
    private static final String POST = "'type':'Article','id':'https://c.example/?p=1','url':'https://c.example/one',"
            + "'name':'Honey &amp; <b>nuts</b>','content':'<p>Fresh</p><p>at nine</p>',"
            + "'tag':[{'type':'Hashtag','name':'#Honey'},'nut,s'],'published':'2026-03-01T10:00:00Z',"
            + "'updated':'2026-03-01T12:00:00+01:00'";
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-03-01T11:00:00Z");

    private static Optional<Change> read(String json) {
        return Activities.read(Json.read(json.replace('\'', '"')).orElseThrow());
    }

    private static Change.PostChanged post(String more) {
        return (Change.PostChanged) read("{'type':'Create'," + ACTOR + ",'object':{" + POST + more + "}}")
                .orElseThrow();
    }

    @Test
    void aPost() {
        assertThat(post(""))
                .isEqualTo(new Change.PostChanged(
                        "https://c.example/?p=1",
                        "https://c.example/one",
                        "romeo",
                        "Honey & nuts",
                        "Fresh\n\nat nine",
                        Security.PUBLIC,
                        List.of("honey", "nut s"),
                        TEN,
                        ELEVEN));
        assertThat(post(",'source':{'content':' Fresh *at* nine ','mediaType':'text/plain'}")
                        .text())
                .isEqualTo("Fresh *at* nine");
    }

    private static Optional<Change> tie(String activity) {
        return read("{" + ACTOR + ",'published':'2026-03-01T10:00:00Z'," + activity + "}");
    }

    private static Change.Tied tied(Tie.Kind kind, String owner, String other, Tie.State state) {
        return new Change.Tied(new Tie(kind, owner, other), state, "romeo", TEN);
    }

    @Test
    void whoHasWhatToDoWithWhom() {
        String juliet = "{'type':'Person','preferredUsername':'juliet'}";
        String own = "{" + ACTOR + ",'type':'TYPE','object':" + juliet + "}";
        String hers = "{'type':'Follow','actor':" + juliet + ",'object':{'preferredUsername':'romeo'}}";
        assertThat(tie("'type':'Follow','object':" + juliet))
                .contains(tied(Tie.Kind.FOLLOWS, "romeo", "juliet", Tie.State.ASKED));
        assertThat(tie("'type':'Undo','object':" + own.replace("TYPE", "Follow")))
                .contains(tied(Tie.Kind.FOLLOWS, "romeo", "juliet", Tie.State.NO));
        assertThat(tie("'type':'Accept','object':" + hers))
                .contains(tied(Tie.Kind.FOLLOWS, "juliet", "romeo", Tie.State.YES));
        assertThat(tie("'type':'Reject','object':" + hers))
                .contains(tied(Tie.Kind.FOLLOWS, "juliet", "romeo", Tie.State.NO));
        assertThat(tie("'type':'Block','object':" + juliet))
                .contains(tied(Tie.Kind.BLOCKS, "romeo", "juliet", Tie.State.YES));
        assertThat(tie("'type':'Undo','object':" + own.replace("TYPE", "Block")))
                .contains(tied(Tie.Kind.BLOCKS, "romeo", "juliet", Tie.State.NO));
        String contacts = ",'target':{'type':'Collection','name':'contacts'}";
        assertThat(tie("'type':'Add','object':" + juliet + contacts))
                .contains(tied(Tie.Kind.NOTES, "romeo", "juliet", Tie.State.YES));
        assertThat(tie("'type':'Remove','object':" + juliet + contacts))
                .contains(tied(Tie.Kind.NOTES, "romeo", "juliet", Tie.State.NO));
        for (String nothing : List.of(
                "'type':'Add','object':" + juliet,
                "'type':'Follow','object':{'type':'Person','name':'Guest'}",
                "'type':'Follow','object':{'preferredUsername':'romeo'}",
                "'type':'Block','object':'https://c.example/juliet'",
                "'type':'Accept','object':" + own.replace("TYPE", "Block"),
                "'type':'Accept','object':{'type':'Follow'}")) {
            assertThat(tie(nothing)).as(nothing).isEmpty();
        }
    }

    @Test
    void whoMaySeeIt() {
        assertThat(post(",'to':'as:Public'").security()).isEqualTo(Security.PUBLIC);
        assertThat(post(",'to':['https://www.w3.org/ns/activitystreams#Public']")
                        .security())
                .isEqualTo(Security.PUBLIC);
        assertThat(post(",'to':['https://c.example/romeo/followers']").security())
                .isEqualTo(Security.FRIENDS);
        assertThat(post(",'to':['https://c.example/romeo']").security()).isEqualTo(Security.PRIVATE);
        assertThat(post(",'to':[7]").security()).isEqualTo(Security.PRIVATE);
    }

    @Test
    void commentsAndWhatBecomesOfThem() {
        String note = "{'type':'Note','id':'c2','inReplyTo':'c1','context':'p1','content':'No &amp; yes',"
                + "'published':'2026-03-01T10:00:00Z'}";
        Change.CommentChanged comment = new Change.CommentChanged(
                "c2", "", "p1", "c1", "romeo", true, "No & yes", Comment.State.SHOWN, TEN, TEN);
        assertThat(read("{'type':'Create'," + ACTOR + ",'object':" + note + "}"))
                .contains(comment);
        assertThat(read("{'type':'Create','object':" + note.replace("'c1'", "'p1'") + "}"))
                .contains(new Change.CommentChanged(
                        "c2", "", "p1", null, "somebody", false, "No & yes", Comment.State.SHOWN, TEN, TEN));
        assertThat(read("{'type':'Offer'," + ACTOR + ",'object':" + note + "}").orElseThrow())
                .extracting(c -> ((Change.CommentChanged) c).state())
                .isEqualTo(Comment.State.HELD);
        assertThat(read("{'type':'Accept'," + ACTOR + ",'object':{'type':'Offer','id':'o','object':" + note + "}}")
                        .orElseThrow())
                .extracting(c -> ((Change.CommentChanged) c).state())
                .isEqualTo(Comment.State.SHOWN);
        assertThat(read("{'type':'Reject','published':'2026-03-01T11:00:00Z','object':'c2'}"))
                .contains(new Change.CommentJudged("c2", Comment.State.REJECTED, ELEVEN));
        assertThat(read("{'type':'Delete','object':{'type':'Tombstone','formerType':'Note','id':'c2',"
                        + "'deleted':'2026-03-01T11:00:00Z'}}"))
                .contains(new Change.CommentGone("c2", ELEVEN));
        assertThat(read("{'type':'Delete','published':'2026-03-01T11:00:00Z','object':'p1'}"))
                .contains(new Change.PostGone("p1", ELEVEN));
    }

    @Test
    void likes() {
        String at = "'published':'2026-03-01T11:00:00Z'";
        assertThat(read("{'type':'Like'," + at + "," + ACTOR + ",'object':'p1'}"))
                .contains(new Change.Liked("p1", "romeo", true, ELEVEN));
        assertThat(read("{'type':'Undo'," + at + "," + ACTOR
                        + ",'object':{'type':'Like','object':{'type':'Note','id':'c1'}}}"))
                .contains(new Change.Liked("c1", "romeo", false, ELEVEN));
    }

    private static List<@Nullable String> profile(String fields) {
        Change.MemberChanged told = (Change.MemberChanged) read("{'type':'Update','published':'2026-03-01T11:00:00Z',"
                        + "'object':{'type':'Person','id':'u1','preferredUsername':'romeo'," + fields + "}}")
                .orElseThrow();
        return Arrays.asList(told.page(), told.picture());
    }

    @Test
    void members() {
        assertThat(read("{'type':'Update','published':'2026-03-01T11:00:00Z','object':{'type':'Person','id':'u1',"
                        + "'preferredUsername':'romeo','name':'Romeo M.','active':false}}"))
                .contains(new Change.MemberChanged("u1", "romeo", "Romeo M.", false, ELEVEN));
        assertThat(read("{'type':'Update','published':'2026-03-01T11:00:00Z','object':{'type':'Person','id':'u1',"
                        + "'preferredUsername':'romeo','name':'Romeo M.','presence':'members'}}"))
                .contains(new Change.MemberChanged(
                        "u1", "romeo", "Romeo M.", true, null, null, null, Shown.MEMBERS, ELEVEN));
        assertThat(profile("'url':'https://s/u/1','icon':{'type':'Image','url':'https://s/1.png'}"))
                .containsExactly("https://s/u/1", "https://s/1.png");
        assertThat(profile("'url':null,'icon':null")).containsExactly("", "");
        assertThat(profile("'url':['https://s/u/1','x'],'image':[{'href':'https://s/1.png'}]"))
                .containsExactly("https://s/u/1", "https://s/1.png");
        assertThat(profile("'url':{'type':'Link','href':'https://s/u/1'},'icon':[]"))
                .containsExactly("https://s/u/1", "");
        assertThat(profile("'active':true")).containsExactly(null, null);
        assertThat(read("{'type':'Delete','object':{'type':'Tombstone','formerType':'Person','id':'u1',"
                        + "'preferredUsername':'romeo','deleted':'2026-03-01T11:00:00Z'}}"))
                .contains(new Change.MemberGone("u1", "romeo", ELEVEN));
    }

    @Test
    void whatIsUnknownOrLacksWhatItNeedsIsNothing() {
        for (String strange : List.of(
                "{}",
                "[]",
                "7",
                "'x'",
                "{'type':'Create'}",
                "{'type':'Create','object':'p1'}",
                "{'type':'Create','object':{'type':'Article'}}",
                "{'type':'Create','object':{'type':'Article','id':'p1'}}",
                "{'type':'Create','object':{'type':'Article','id':{'x':1}}}",
                "{'type':'Create','object':{'type':'Question','id':'p1'}}",
                "{'type':'Dance'," + ACTOR + ",'object':{" + POST + "}}",
                "{'type':'Create','object':{'type':'Person','id':'u1'}}",
                "{'type':'Like','object':'p1'}",
                "{'type':'Undo'," + ACTOR + ",'object':{'type':'Follow','object':'u1'}}",
                "{'type':'Undo'," + ACTOR + ",'object':'l1'}",
                "{'type':'Delete','object':{'type':'Tombstone','formerType':'Person','id':'u1'}}",
                "{'type':'Create'," + ACTOR + ",'object':{'type':'Article','id':'" + "x".repeat(1001) + "'}}")) {
            assertThat(read(strange)).as(strange).isEmpty();
        }
    }
}
