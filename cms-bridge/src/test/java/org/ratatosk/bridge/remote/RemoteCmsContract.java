package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.ReflectionSupport;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Deed;
import org.ratatosk.bridge.remote.RemoteCms.Kind;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCms.Verdict;
import org.ratatosk.server.http.SafeHttp;

/**
 * What every adapter does with its real CMS. A subclass starts the CMS and says how to reach it; what the CMS cannot do by its
 * {@link RemoteCms#powers()} has no case, and is refused in words.
 */
public abstract class RemoteCmsContract {
    /** Somebody at the CMS itself, by its own pages or programs and not through the adapter. */
    public interface Hand {
        /** A member publishes; the post's id. */
        String post(String author, String title, String text);

        /** Changes the text of a post. */
        void edit(String post, String text);

        /** Takes a post away. */
        void delete(String post);

        /** A member comments; the comment's id. */
        String comment(String author, String post, @Nullable String parent, String text);

        /** Changes the text of a comment. */
        void editComment(String comment, String text);

        /** Takes a comment away. */
        void deleteComment(String comment);
    }

    /** A case of the contract, played with each adapter that has these powers. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @TestTemplate
    @ExtendWith(ByPowers.class)
    @interface Needs {
        Power[] value();
    }

    /** Plays a case once, or not at all. */
    static final class ByPowers implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            Needs needs = context.getRequiredTestMethod().getAnnotation(Needs.class);
            RemoteCmsContract adapter =
                    (RemoteCmsContract) ReflectionSupport.newInstance(context.getRequiredTestClass());
            Set<Power> powers = adapter.open(adapter.site(), Loopback.patient()).powers();
            return powers.containsAll(List.of(needs.value()))
                    ? Stream.of(new Played(context.getDisplayName()))
                    : Stream.of();
        }
    }

    /** @param name of the case */
    private record Played(String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return name;
        }
    }

    private Gate gate;
    private RemoteCms cms;
    private String cursor = "";
    private final List<Change> seen = new ArrayList<>();

    /** Where the CMS answers, on the loopback address with a port; it is started once for all tests. */
    protected abstract URI site();

    /** The adapter, with what lets it in. */
    protected abstract RemoteCms open(URI site, SafeHttp http);

    /** The adapter, with a key or password that the CMS does not take. */
    protected abstract RemoteCms openWrongly(URI site, SafeHttp http);

    /** A member who may publish, as the adapter acts as that member. */
    protected abstract Author author();

    /** Another member, who may comment. */
    protected abstract Author other();

    /** The author's login password at the CMS. */
    protected abstract String password();

    /** Somebody at the CMS itself. */
    protected abstract Hand hand();

    /** The same member as one whom the CMS does not believe; where the key of the adapter proves all, the member itself. */
    protected Author wrong(Author author) {
        return author;
    }

    @BeforeEach
    void openGate() throws IOException {
        gate = new Gate(site().getPort());
        cms = open(gate.before(site()), Loopback.patient());
        if (can(Power.CHANGES)) {
            news();
        }
        seen.clear();
    }

    @AfterEach
    void closeGate() throws IOException {
        gate.close();
    }

    private boolean can(Power power) {
        return cms.powers().contains(power);
    }

    /** Reads what is new. */
    private List<Change> news() {
        List<Change> fresh = new ArrayList<>();
        RemoteCms.Changes page;
        do {
            page = cms.changes(cursor);
            fresh.addAll(page.list());
            cursor = page.next();
        } while (page.more());
        seen.addAll(fresh);
        return fresh;
    }

    /** The post as the CMS tells of it now; empty list if it does not or says that it is gone. */
    private List<Change.PostChanged> posts(String title) {
        news();
        Map<String, Change.PostChanged> now = new LinkedHashMap<>();
        for (Change change : seen) {
            if (change instanceof Change.PostChanged post) {
                now.put(post.id(), post);
            } else if (change instanceof Change.PostGone gone) {
                now.remove(gone.id());
            }
        }
        return now.values().stream().filter(post -> post.title().equals(title)).toList();
    }

    /** The comments under a post as the CMS tells of them now; rejected ones and spam are none. */
    private List<Change.CommentChanged> comments(String post) {
        news();
        Map<String, Change.CommentChanged> now = new LinkedHashMap<>();
        for (Change change : seen) {
            if (change instanceof Change.CommentChanged comment) {
                now.put(comment.id(), comment);
            } else if (change instanceof Change.CommentGone gone) {
                now.remove(gone.id());
            } else if (change instanceof Change.CommentJudged judged) {
                now.computeIfPresent(judged.id(), (id, was) -> judged(was, judged.state()));
            }
        }
        return now.values().stream()
                .filter(comment -> comment.post().equals(post))
                .filter(comment ->
                        Set.of(Comment.State.SHOWN, Comment.State.HELD).contains(comment.state()))
                .toList();
    }

    private static Change.CommentChanged judged(Change.CommentChanged was, Comment.State state) {
        return new Change.CommentChanged(
                was.id(),
                was.link(),
                was.post(),
                was.parent(),
                was.author(),
                was.authorIsMember(),
                was.text(),
                state,
                was.published(),
                was.at());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** A title and a text that no other test has; some CMSes refuse the same words twice. */
    private static String unique(String words) {
        return words + " " + UUID.randomUUID().toString().substring(0, 8);
    }

    private PostDraft draft(String title, Security security) {
        return new PostDraft(
                author().name(),
                title,
                unique("Fresh honey at nine, \"sweet\" & <cheap>.\n\nSecond paragraph."),
                security,
                List.of("honey", "market"),
                "");
    }

    @Needs(Power.PUBLISH)
    void aPostIsPublished() {
        PostDraft draft = draft(unique("Market day"), Security.PUBLIC);
        Made made = cms.publish(author(), draft, key());
        assertThat(made.id()).isNotBlank();
        assertThat(made.link()).startsWith("http");
        assertThat(made.held()).isFalse();
        if (!can(Power.CHANGES)) {
            return;
        }
        assertThat(posts(draft.title())).singleElement().satisfies(post -> {
            assertThat(post.id()).isEqualTo(made.id());
            assertThat(post.author()).isEqualTo(author().name());
            assertThat(post.text()).isEqualTo(draft.text());
            assertThat(post.security()).isEqualTo(Security.PUBLIC);
            assertThat(post.tags())
                    .containsExactlyInAnyOrderElementsOf(can(Power.TAGS) ? List.of("honey", "market") : List.of());
        });
    }

    @Needs(Power.PUBLISH)
    void theSameKeyTwiceMakesOnePost() {
        PostDraft draft = draft(unique("Twice"), Security.PUBLIC);
        String key = key();
        Made first = cms.publish(author(), draft, key);
        assertThat(cms.publish(author(), draft, key).id()).isEqualTo(first.id());
        assertThat(cms.publish(author(), draft(unique("Other"), Security.PUBLIC), key())
                        .id())
                .isNotEqualTo(first.id());
        if (can(Power.CHANGES)) {
            assertThat(posts(draft.title())).hasSize(1);
        }
    }

    @Needs({Power.PUBLISH, Power.CHANGES})
    void whatIsNotForEverybodyIsRefusedOrKept() {
        for (Security security : List.of(Security.PRIVATE, Security.FRIENDS)) {
            PostDraft draft = draft(unique("Secret"), security);
            try {
                cms.publish(author(), draft, key());
            } catch (CmsException e) {
                assertThat(e.temporary()).isFalse();
            }
            assertThat(posts(draft.title())).noneMatch(post -> post.security() == Security.PUBLIC);
        }
    }

    @Needs({Power.PUBLISH, Power.EDIT, Power.DELETE})
    void aPostIsEditedAndDeleted() {
        Made made = cms.publish(author(), draft(unique("Before"), Security.PUBLIC), key());
        PostDraft after = draft(unique("After"), Security.PUBLIC);
        String edit = key();
        assertThat(cms.edit(author(), made.id(), after, edit).id()).isEqualTo(made.id());
        assertThat(cms.edit(author(), made.id(), after, edit).id()).isEqualTo(made.id());
        if (can(Power.CHANGES)) {
            assertThat(posts(after.title())).singleElement().satisfies(post -> {
                assertThat(post.id()).isEqualTo(made.id());
                assertThat(post.text()).isEqualTo(after.text());
            });
        }
        cms.delete(author(), made.id(), key());
        cms.delete(author(), made.id(), key());
        if (can(Power.DELETIONS)) {
            assertThat(posts(after.title())).isEmpty();
        }
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.COMMENT_CHANGES})
    void commentsStandUnderThePostAndUnderComments() {
        String post = cms.publish(author(), draft(unique("Thread"), Security.PUBLIC), key())
                .id();
        String first = unique("First, with \"quotes\" & <signs>");
        Made one = cms.comment(other(), new Remark(post, null, first, false), key());
        String second = unique("Second");
        String key = key();
        Made two = cms.comment(author(), new Remark(post, one.id(), second, false), key);
        assertThat(cms.comment(author(), new Remark(post, one.id(), second, false), key)
                        .id())
                .isEqualTo(two.id());
        List<Change.CommentChanged> comments = comments(post);
        assertThat(comments).extracting(Change.CommentChanged::id).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(comments)
                .filteredOn(c -> c.id().equals(one.id()))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.parent()).isNull();
                    assertThat(c.text()).isEqualTo(first);
                    assertThat(c.author()).isEqualTo(other().name());
                    assertThat(c.authorIsMember()).isTrue();
                    assertThat(c.state()).isEqualTo(Comment.State.SHOWN);
                });
        assertThat(comments)
                .filteredOn(c -> c.id().equals(two.id()))
                .singleElement()
                .satisfies(c -> assertThat(c.parent()).isEqualTo(one.id()));
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.EDIT_COMMENTS, Power.COMMENT_CHANGES})
    void aCommentIsEditedAndDeleted() {
        String post = cms.publish(author(), draft(unique("Thread"), Security.PUBLIC), key())
                .id();
        Made made = cms.comment(other(), new Remark(post, null, unique("Slip"), false), key());
        String better = unique("Better");
        cms.editComment(other(), made.id(), better, key());
        assertThat(comments(post))
                .singleElement()
                .extracting(Change.CommentChanged::text)
                .isEqualTo(better);
        cms.deleteComment(other(), made.id(), key());
        cms.deleteComment(other(), made.id(), key());
        assertThat(comments(post)).isEmpty();
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.MODERATE, Power.COMMENT_CHANGES})
    void aCommentIsModerated() {
        String post = cms.publish(author(), draft(unique("Moderated"), Security.PUBLIC), key())
                .id();
        Made made = cms.comment(other(), new Remark(post, null, unique("Wait"), false), key());
        cms.moderate(author(), made.id(), Verdict.HOLD, key());
        assertThat(comments(post))
                .singleElement()
                .extracting(Change.CommentChanged::state)
                .isEqualTo(Comment.State.HELD);
        cms.moderate(author(), made.id(), Verdict.APPROVE, key());
        cms.moderate(author(), made.id(), Verdict.APPROVE, key());
        assertThat(comments(post))
                .singleElement()
                .extracting(Change.CommentChanged::state)
                .isEqualTo(Comment.State.SHOWN);
        cms.moderate(author(), made.id(), Verdict.SPAM, key());
        assertThat(comments(post)).isEmpty();
    }

    @Needs({Power.PUBLISH, Power.EDIT, Power.DELETE})
    void nobodyChangesAnothersPost() {
        PostDraft draft = draft(unique("Mine"), Security.PUBLIC);
        String post = cms.publish(author(), draft, key()).id();
        PostDraft changed = draft(unique("Stolen"), Security.PUBLIC);
        refused(() -> cms.edit(other(), post, changed, key()));
        refused(() -> cms.delete(other(), post, key()));
        if (can(Power.CHANGES)) {
            assertThat(posts(changed.title())).isEmpty();
            assertThat(posts(draft.title())).hasSize(1);
        }
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.EDIT_COMMENTS, Power.COMMENT_CHANGES})
    void nobodyChangesAnothersComment() {
        String post = cms.publish(author(), draft(unique("Thread"), Security.PUBLIC), key())
                .id();
        String words = unique("Mine");
        String comment = cms.comment(author(), new Remark(post, null, words, false), key())
                .id();
        refused(() -> cms.editComment(other(), comment, unique("Stolen"), key()));
        refused(() -> cms.deleteComment(other(), comment, key()));
        assertThat(comments(post))
                .singleElement()
                .extracting(Change.CommentChanged::text)
                .isEqualTo(words);
    }

    private static void refused(ThrowingCallable call) {
        CmsException refused = catchThrowableOfType(CmsException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.temporary()).isFalse();
        assertThat(refused.getMessage()).endsWith(".");
    }

    @Needs({Power.PUBLISH, Power.EDIT, Power.DELETE})
    void whatIsGoneIsNotEdited() {
        String post = cms.publish(author(), draft(unique("Gone"), Security.PUBLIC), key())
                .id();
        if (can(Power.EDIT_COMMENTS)) {
            String comment = cms.comment(other(), new Remark(post, null, unique("Gone too"), false), key())
                    .id();
            cms.deleteComment(other(), comment, key());
            refused(() -> cms.editComment(other(), comment, unique("Late"), key()));
        }
        cms.delete(author(), post, key());
        refused(() -> cms.edit(author(), post, draft(unique("Late"), Security.PUBLIC), key()));
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.LIKE, Power.CHANGES})
    void whatIsLikedIsKeptOrRefusedInWords() {
        String post = cms.publish(author(), draft(unique("Liked"), Security.PUBLIC), key())
                .id();
        String comment = cms.comment(other(), new Remark(post, null, unique("Liked too"), false), key())
                .id();
        try {
            cms.like(other(), Kind.POST, post, true, key());
        } catch (CmsException e) {
            assertThat(e.temporary()).isFalse(); // a CMS that keeps no likes says so
            assertThat(e.getMessage()).endsWith(".");
            return;
        }
        cms.like(other(), Kind.POST, post, true, key());
        cms.like(author(), Kind.COMMENT, comment, true, key());
        assertThat(liked(post)).containsExactly(other().name());
        assertThat(liked(comment)).containsExactly(author().name());
        cms.like(other(), Kind.POST, post, false, key());
        cms.like(other(), Kind.POST, post, false, key());
        assertThat(liked(post)).isEmpty();
        assertThat(liked(comment)).containsExactly(author().name());
    }

    /** Who likes something, as the CMS tells. */
    private Set<String> liked(String id) {
        news();
        Set<String> names = new TreeSet<>();
        for (Change change : seen) {
            if (change instanceof Change.Liked liked && liked.id().equals(id)) {
                assertThat(liked.likes() ? names.add(liked.member()) : names.remove(liked.member()))
                        .isTrue();
            }
        }
        return names;
    }

    @Needs({Power.BUDDIES, Power.CHANGES})
    void buddiesAreKeptOrRefusedInWords() {
        Tie tie = Tie.follows(author().name(), other().name());
        if (cms.buddies("").isEmpty()) {
            refused(() -> cms.buddy(author(), Deed.FOLLOW, other().name(), key()));
            return; // a CMS that keeps none on this site says so
        }
        for (int i = 0; i < 2; i++) {
            cms.buddy(author(), Deed.FOLLOW, other().name(), key());
        }
        assertThat(told(tie)).isEqualTo(listed(tie)).isEqualTo(Tie.State.ASKED);
        for (int i = 0; i < 2; i++) {
            cms.buddy(other(), Deed.ACCEPT, author().name(), key());
        }
        assertThat(told(tie)).isEqualTo(listed(tie)).isEqualTo(Tie.State.YES);
        for (int i = 0; i < 2; i++) {
            cms.buddy(author(), Deed.UNFOLLOW, other().name(), key());
        }
        assertThat(told(tie)).isEqualTo(listed(tie)).isEqualTo(Tie.State.NO);
        cms.buddy(author(), Deed.FOLLOW, other().name(), key());
        cms.buddy(other(), Deed.REJECT, author().name(), key());
        assertThat(told(tie)).isEqualTo(listed(tie)).isEqualTo(Tie.State.NO);
        refused(() -> cms.buddy(author(), Deed.FOLLOW, "nobody-of-that-name", key()));
    }

    @Needs({Power.BUDDIES, Power.CHANGES})
    void blocksAreKeptOrRefusedInWords() {
        Tie tie = new Tie(Tie.Kind.BLOCKS, author().name(), other().name());
        try {
            cms.buddy(author(), Deed.BLOCK, other().name(), key());
        } catch (CmsException e) {
            assertThat(e.temporary()).isFalse();
            assertThat(e.getMessage()).endsWith(".");
            return;
        }
        assertThat(told(tie)).isEqualTo(listed(tie)).isEqualTo(Tie.State.YES);
        cms.buddy(author(), Deed.UNBLOCK, other().name(), key());
        assertThat(told(tie)).isEqualTo(listed(tie)).isEqualTo(Tie.State.NO);
    }

    /** How a tie stands by what the CMS told of it last. */
    private Tie.State told(Tie tie) {
        news();
        Tie.State state = Tie.State.NO;
        for (Change change : seen) {
            state = change instanceof Change.Tied tied && tied.tie().equals(tie) ? tied.state() : state;
        }
        return state;
    }

    /** How a tie stands by the whole list. */
    private Tie.State listed(Tie tie) {
        Tie.State state = Tie.State.NO;
        String from = "";
        do {
            RemoteCms.Changes page = cms.buddies(from).orElseThrow();
            for (Change change : page.list()) {
                state = change instanceof Change.Tied tied && tied.tie().equals(tie) ? tied.state() : state;
            }
            from = page.next();
        } while (!from.isEmpty());
        return state;
    }

    @Needs(Power.PUBLISH)
    void whatIsTooFastIsSaidWithATime() {
        gate.mood(Gate.Mood.HURRIED);
        CmsException hurried = catchThrowableOfType(
                CmsException.class, () -> cms.publish(author(), draft(unique("Hurry"), Security.PUBLIC), key()));
        assertThat(hurried.temporary()).isTrue();
        assertThat(hurried.after()).contains(Duration.ofSeconds(15));
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.COMMENT_CHANGES})
    void aStrangersCommentWaits() {
        String post = cms.publish(author(), draft(unique("Open"), Security.PUBLIC), key())
                .id();
        Made made;
        try {
            made = cms.comment(
                    Author.stranger("carol@elsewhere.example"), new Remark(post, null, unique("Hello"), true), key());
        } catch (CmsException e) {
            assertThat(e.temporary()).isFalse(); // a CMS that lets nobody but members in says so
            return;
        }
        assertThat(made.held()).isTrue();
        assertThat(comments(post)).singleElement().satisfies(comment -> {
            assertThat(comment.state()).isEqualTo(Comment.State.HELD);
            assertThat(comment.authorIsMember()).isFalse();
        });
    }

    @Needs(Power.CHANGES)
    void whatIsPublishedAtTheCmsIsTold() {
        String title = unique("On the site");
        String post = hand().post(author().name(), title, "Written there.");
        assertThat(posts(title)).singleElement().satisfies(told -> {
            assertThat(told.id()).isEqualTo(post);
            assertThat(told.author()).isEqualTo(author().name());
            assertThat(told.text()).isEqualTo("Written there.");
            assertThat(told.link()).startsWith("http");
        });
        hand().edit(post, "Written anew.");
        assertThat(posts(title))
                .singleElement()
                .extracting(Change.PostChanged::text)
                .isEqualTo("Written anew.");
    }

    @Needs(Power.COMMENT_CHANGES)
    void commentsAtTheCmsAreTold() {
        String post = hand().post(author().name(), unique("Discussed"), "Written there.");
        String comment = hand().comment(other().name(), post, null, unique("Comment there"));
        String answer = hand().comment(author().name(), post, comment, unique("Answer there"));
        assertThat(comments(post)).extracting(Change.CommentChanged::id).containsExactlyInAnyOrder(comment, answer);
        hand().editComment(answer, "Answer anew");
        assertThat(comments(post))
                .anyMatch(c -> c.id().equals(answer) && c.text().equals("Answer anew"));
    }

    @Needs(Power.DELETIONS)
    void whatIsTakenAwayAtTheCmsIsTold() {
        String title = unique("Soon gone");
        String post = hand().post(author().name(), title, "Written there.");
        if (can(Power.COMMENT_CHANGES)) {
            String comment = hand().comment(other().name(), post, null, unique("Comment there"));
            String answer = hand().comment(author().name(), post, comment, unique("Answer there"));
            assertThat(comments(post)).hasSize(2);
            hand().deleteComment(answer);
            assertThat(comments(post)).extracting(Change.CommentChanged::id).containsExactly(comment);
        }
        assertThat(posts(title)).hasSize(1);
        hand().delete(post);
        assertThat(posts(title)).isEmpty();
    }

    @Needs(Power.CHANGES)
    void whereTheReadingEndedItGoesOn() {
        hand().post(author().name(), unique("Read"), "Once.");
        assertThat(news()).isNotEmpty();
        assertThat(news()).noneMatch(Change.CommentChanged.class::isInstance);
        String next = unique("Next");
        hand().post(author().name(), next, "Then.");
        assertThat(news())
                .anyMatch(change -> change instanceof Change.PostChanged post
                        && post.title().equals(next));
    }

    @Needs(Power.PUBLISH)
    void aWrongKeyIsRefusedInWords() {
        RemoteCms stranger = openWrongly(gate.before(site()), Loopback.patient());
        PostDraft draft = draft(unique("Intruder"), Security.PUBLIC);
        CmsException refused =
                catchThrowableOfType(CmsException.class, () -> stranger.publish(wrong(author()), draft, key()));
        assertThat(refused.temporary()).isFalse();
        assertThat(refused).hasMessageContaining("refuses our key or password");
        assertThatThrownBy(stranger::look).isInstanceOf(CmsException.class);
        if (can(Power.CHANGES)) {
            assertThat(posts(draft.title())).isEmpty();
        }
    }

    @Needs({Power.PUBLISH, Power.DELETE, Power.COMMENT})
    void whatIsNotThereIsAnsweredInWords() {
        Made made = cms.publish(author(), draft(unique("Short"), Security.PUBLIC), key());
        cms.delete(author(), made.id(), key());
        CmsException refused = catchThrowableOfType(
                CmsException.class,
                () -> cms.comment(other(), new Remark(made.id(), null, unique("Too late"), false), key()));
        assertThat(refused.temporary()).isFalse();
        assertThat(refused.getMessage()).endsWith(".");
    }

    @Needs(Power.PUBLISH)
    void aSlowOrBrokenCmsIsAskedAgainWithTheSameKey() {
        RemoteCms hasty = open(gate.before(site()), Loopback.hasty());
        for (Gate.Mood mood : List.of(Gate.Mood.SILENT, Gate.Mood.BROKEN)) {
            PostDraft draft = draft(unique("Patience"), Security.PUBLIC);
            String key = key();
            gate.mood(mood);
            CmsException failed = catchThrowableOfType(CmsException.class, () -> hasty.publish(author(), draft, key));
            assertThat(failed.temporary()).as(mood.name()).isTrue();
            gate.mood(Gate.Mood.CALM);
            Made made = cms.publish(author(), draft, key);
            assertThat(made.id()).isNotBlank();
            if (can(Power.CHANGES)) {
                assertThat(posts(draft.title())).hasSize(1);
            }
        }
    }

    /** Asks, and loses the nth answer of the CMS; whether there was one. */
    private boolean loses(int nth, Runnable asked) {
        gate.lose(nth);
        try {
            asked.run();
        } catch (CmsException e) {
            assertThat(e.temporary()).isTrue();
        }
        return gate.hasLost();
    }

    @Needs({Power.PUBLISH, Power.CHANGES})
    void whicheverAnswerIsLostAPostIsMadeOnce() {
        int nth = 0;
        boolean lost;
        do {
            nth++;
            PostDraft draft = draft(unique("Lost answer"), Security.PUBLIC);
            String key = key();
            lost = loses(nth, () -> cms.publish(author(), draft, key));
            Made made = cms.publish(author(), draft, key);
            assertThat(posts(draft.title()))
                    .singleElement()
                    .extracting(Change.PostChanged::id)
                    .isEqualTo(made.id());
        } while (lost);
        assertThat(nth).isGreaterThan(1);
    }

    @Needs({Power.PUBLISH, Power.COMMENT, Power.COMMENT_CHANGES})
    void whicheverAnswerIsLostACommentIsMadeOnce() {
        int nth = 0;
        boolean lost;
        do {
            nth++;
            String post = cms.publish(author(), draft(unique("Thread"), Security.PUBLIC), key())
                    .id();
            Remark remark = new Remark(post, null, unique("Lost too"), false);
            String key = key();
            lost = loses(nth, () -> cms.comment(other(), remark, key));
            Made made = cms.comment(other(), remark, key);
            assertThat(comments(post))
                    .singleElement()
                    .extracting(Change.CommentChanged::id)
                    .isEqualTo(made.id());
        } while (lost);
        assertThat(nth).isGreaterThan(1);
    }

    @Needs(Power.PASSWORD)
    void aPasswordIsAskedOfTheCms() {
        assertThat(cms.checkPassword(author().name(), password()))
                .hasValueSatisfying(person -> assertThat(person.name()).isEqualTo(author().name()));
        assertThat(cms.checkPassword(author().name(), password() + "x")).isEmpty();
        assertThat(cms.checkPassword("nobody-of-that-name", password())).isEmpty();
    }

    /** A case is left out only for what the CMS cannot do, and that is what people are told. */
    @Test
    void whatItCannotDoItRefusesInWords() {
        int before = gate.requests().size();
        Map<Power, List<ThrowingCallable>> calls = new EnumMap<>(Power.class);
        PostDraft draft = draft(unique("Never"), Security.PUBLIC);
        calls.put(Power.PUBLISH, List.of(() -> cms.publish(author(), draft, key())));
        calls.put(Power.EDIT, List.of(() -> cms.edit(author(), "1", draft, key())));
        calls.put(Power.DELETE, List.of(() -> cms.delete(author(), "1", key())));
        calls.put(Power.COMMENT, List.of(() -> cms.comment(other(), new Remark("1", null, "Never", false), key())));
        calls.put(
                Power.EDIT_COMMENTS,
                List.of(
                        () -> cms.editComment(other(), "1", "Never", key()),
                        () -> cms.deleteComment(other(), "1", key())));
        calls.put(Power.MODERATE, List.of(() -> cms.moderate(author(), "1", Verdict.APPROVE, key())));
        calls.put(Power.LIKE, List.of(() -> cms.like(author(), Kind.POST, "1", true, key())));
        calls.put(Power.PASSWORD, List.of(() -> cms.checkPassword(author().name(), "Never")));
        calls.put(
                Power.BUDDIES,
                List.of(() -> cms.buddy(author(), Deed.FOLLOW, other().name(), key()), () -> cms.buddies("")));
        calls.put(Power.CHANGES, List.of(() -> cms.changes("")));
        calls.forEach((power, all) -> all.forEach(call -> {
            if (!can(power)) {
                refused(call);
            }
        }));
        assertThat(gate.requests()).hasSize(before);
    }

    @Test
    void itSaysThatItIsThere() {
        assertThat(cms.look()).isNotEmpty();
        gate.mood(Gate.Mood.BROKEN);
        assertThatThrownBy(cms::look).isInstanceOf(CmsException.class);
    }
}
