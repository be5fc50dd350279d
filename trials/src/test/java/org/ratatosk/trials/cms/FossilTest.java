package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.FossilCms;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.Made;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCmsContract;
import org.ratatosk.server.http.SafeHttp;

/** The adapter for Fossil's forum, with Debian's Fossil. */
@Tag("cms")
class FossilTest extends RemoteCmsContract {
    private static Fossil fossil;

    @BeforeAll
    static void start() throws Exception {
        fossil = new Fossil();
    }

    @AfterAll
    static void stop() throws IOException {
        fossil.close();
    }

    private static Author member(String name) {
        return new Author(name, true, new Credential(name, name + "-password"));
    }

    private static PostDraft draft(String title, String text) {
        return new PostDraft("romeo", title, text, Security.PUBLIC, List.of(), "");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** Two edits, the second by an adapter that was started anew, and an answer to a comment that was edited. */
    @Test
    void editsAndAnswersMeetTheFirstVersion() throws Exception {
        RemoteCms cms = open(site(), Loopback.patient());
        Made post =
                cms.publish(member("romeo"), draft("Ver\u00f6na \\ market", "\u00dcber \ud83d\udc1d\n\nhoney"), key());
        Made comment = cms.comment(member("juliet"), new Remark(post.id(), null, "One", false), key());
        cms.editComment(member("juliet"), comment.id(), "Two", key());
        RemoteCms fresh = open(site(), Loopback.patient());
        fresh.editComment(member("juliet"), comment.id(), "Three", key());
        Made answer = fresh.comment(member("romeo"), new Remark(post.id(), comment.id(), "Four", false), key());
        List<Change> changes = open(site(), Loopback.patient()).changes("").list();
        assertThat(changes)
                .filteredOn(Change.PostChanged.class::isInstance)
                .map(Change.PostChanged.class::cast)
                .filteredOn(change -> change.id().equals(post.id()))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.title()).isEqualTo("Ver\u00f6na \\ market");
                    assertThat(change.text()).isEqualTo("\u00dcber \ud83d\udc1d\n\nhoney");
                });
        assertThat(changes)
                .filteredOn(Change.CommentChanged.class::isInstance)
                .map(Change.CommentChanged.class::cast)
                .filteredOn(change -> change.post().equals(post.id()))
                .extracting(Change.CommentChanged::id, Change.CommentChanged::text, Change.CommentChanged::parent)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(comment.id(), "One", null),
                        org.assertj.core.groups.Tuple.tuple(comment.id(), "Two", null),
                        org.assertj.core.groups.Tuple.tuple(comment.id(), "Three", null),
                        org.assertj.core.groups.Tuple.tuple(answer.id(), "Four", comment.id()));
    }

    @Override
    protected URI site() {
        return URI.create(fossil.url());
    }

    @Override
    protected RemoteCms open(URI at, SafeHttp http) {
        return new FossilCms(at.toString(), new Credential("romeo", "romeo-password"), http);
    }

    @Override
    protected RemoteCms openWrongly(URI at, SafeHttp http) {
        return new FossilCms(at.toString(), new Credential("romeo", "wrong"), http);
    }

    @Override
    protected Author wrong(Author author) {
        return new Author(author.name(), true, new Credential(author.name(), "wrong"));
    }

    @Override
    protected Author author() {
        return member("romeo");
    }

    @Override
    protected Author other() {
        return member("juliet");
    }

    @Override
    protected String password() {
        return "romeo-password";
    }

    /** Somebody on the pages of the forum, by a browser of the platform's and the forum's own forms. */
    @Override
    protected Hand hand() {
        return new Hand() {
            @Override
            public String post(String author, String title, String text) {
                return FossilHand.of(fossil, author).write("/forume1", "title", title, "content", text);
            }

            @Override
            public void edit(String post, String text) {
                FossilHand hand = FossilHand.of(fossil, "romeo");
                hand.write(
                        "/forume2", "fpid", hand.newest(post), "edit", "1", "title", hand.title(post), "content", text);
            }

            @Override
            public void delete(String post) {
                FossilHand hand = FossilHand.of(fossil, "romeo");
                hand.write("/forume2", "fpid", hand.newest(post), "nullout", "1", "title", hand.title(post));
            }

            @Override
            public String comment(String author, String post, @Nullable String parent, String text) {
                FossilHand hand = FossilHand.of(fossil, author);
                return hand.write("/forume2", "fpid", parent == null ? post : parent, "reply", "1", "content", text);
            }

            @Override
            public void editComment(String comment, String text) {
                FossilHand hand = FossilHand.of(fossil, "romeo");
                hand.write("/forume2", "fpid", hand.newest(comment), "edit", "1", "content", text);
            }

            @Override
            public void deleteComment(String comment) {
                FossilHand hand = FossilHand.of(fossil, "romeo");
                hand.write("/forume2", "fpid", hand.newest(comment), "nullout", "1");
            }
        };
    }
}
