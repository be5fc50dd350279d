package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.store.sql.SqlJournalStore;
import org.ratatosk.bridge.store.sql.TestDatabase;

/** The largest limits that can be set fit into the tables, whatever the characters are. */
class LongestTest {
    /** Four bytes in UTF-8, two units in UTF-16, one character. */
    private static final String SQUIRREL = "\uD83D\uDC3F";

    private static final int TAG = Limits.MAX_ALL_TAGS / Limits.MAX_TAGS;

    private final TestDatabase db = new TestDatabase();

    private Journal journal(int tags, int tag) {
        return new Journal(
                new SqlJournalStore(db, new Links("https://example.org")),
                home -> Optional.of("incarnation"),
                new Names(List.of("example.org")),
                new Limits(Limits.MAX_TITLE, Limits.MAX_TEXT, Limits.MAX_TEXT, tags, tag, Limits.MAX_MOOD, 3, 64, 4),
                new TestClock());
    }

    @AfterEach
    void close() {
        db.close();
    }

    /** A text of so many characters that ends with a number. */
    private static String text(int length, int number) {
        String end = String.valueOf(number);
        return SQUIRREL.repeat(length - end.length()) + end;
    }

    private static PostDraft draft(int tags, int tag) {
        return new PostDraft(
                "alice",
                text(Limits.MAX_TITLE, 1),
                text(Limits.MAX_TEXT, 2),
                Security.PUBLIC,
                IntStream.range(0, tags).mapToObj(i -> text(tag, i)).toList(),
                text(Limits.MAX_MOOD, 3));
    }

    @Test
    void aPostWithManyTags() {
        PostDraft draft = draft(Limits.MAX_TAGS, TAG);
        Journal journal = journal(Limits.MAX_TAGS, TAG);
        Post kept = journal.post(journal.publish(draft, "key").number()).orElseThrow();
        assertThat(kept.title()).isEqualTo(draft.title());
        assertThat(kept.text()).isEqualTo(draft.text());
        assertThat(kept.mood()).isEqualTo(draft.mood());
        assertThat(kept.tags()).hasSize(Limits.MAX_TAGS).isEqualTo(draft.tags());
    }

    @Test
    void aPostWithLongTags() {
        int tags = Limits.MAX_ALL_TAGS / Limits.MAX_TITLE;
        PostDraft draft = draft(tags, Limits.MAX_TITLE);
        Journal journal = journal(tags, Limits.MAX_TITLE);
        assertThat(journal.post(journal.publish(draft, "key").number())
                        .orElseThrow()
                        .tags())
                .isEqualTo(draft.tags());
    }

    @Test
    void aComment() {
        Journal journal = journal(Limits.MAX_TAGS, TAG);
        long post = journal.publish(draft(0, 1), "key").number();
        CommentDraft draft =
                new CommentDraft(post, OptionalLong.empty(), "alice", true, text(Limits.MAX_TEXT, 4), false);
        long number = journal.comment(draft, "other").number();
        assertThat(journal.findComment(number).orElseThrow().text()).isEqualTo(draft.text());
    }

    @Test
    void aNameToBeShown() {
        Journal journal = journal(Limits.MAX_TAGS, TAG);
        Member alice = journal.member("alice").orElseThrow();
        String shown = SQUIRREL.repeat(100);
        journal.updateMember(new Member("alice", alice.home(), shown, alice.defaultSecurity(), alice.alertsOn()));
        assertThat(journal.member("alice").orElseThrow().displayName()).isEqualTo(shown);
    }
}
