package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicWordsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "alice,MEMBER,alice",
                "alice@example.org,MEMBER,alice@example.org",
                "@all,MEMBER,all",
                "@tag,MEMBER,tag",
                "@two words,MEMBER,two words",
                "#12,POST,12",
                "12,POST,12",
                "tag goats,TAG,goats",
                "TAG  Mountain goats,TAG,Mountain goats",
                "tag #goats,TAG,goats",
                "tag 2026,TAG,2026",
                "#goats,TAG,goats",
                "*goats,TAG,goats",
                "all,EVERYTHING,``",
                "Everything,EVERYTHING,``",
                "comments,OWN_POSTS,``",
                "replies,OWN_COMMENTS,``",
                "friends,FRIENDS,``",
                "alice tag goats,MEMBER_TAG,alice goats",
                "@tag TAG #mountain goats,MEMBER_TAG,tag mountain goats",
                "thread #14,THREAD,14",
                "comments on alice,JOURNAL_COMMENTS,alice",
                "Comments by @alice,COMMENTER,alice",
                "Notices,NOTICES,``",
                "announcements,ANNOUNCEMENTS,``",
            })
    void wordsNameTopics(String words, Target target, String value) {
        assertThat(TopicWords.read(words)).contains(new Topic(target, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "tag", "@", "#", "two words", "thread", "comments under"})
    void otherWordsNameNothing(String words) {
        assertThat(TopicWords.read(words)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MEMBER,alice",
        "MEMBER,all",
        "MEMBER,12",
        "MEMBER,tag",
        "MEMBER,comments",
        "MEMBER,dave@second.test",
        "POST,12",
        "TAG,goats",
        "TAG,2026",
        "TAG,mountain goats",
        "EVERYTHING,''",
        "OWN_POSTS,''",
        "OWN_COMMENTS,''",
        "MEMBER,announcements",
        "MEMBER_TAG,alice goats",
        "MEMBER_TAG,tag mountain goats",
        "THREAD,14",
        "JOURNAL_COMMENTS,all",
        "COMMENTER,alice",
        "DEFRIENDED,''"
    })
    void whatIsWrittenIsReadAgain(Target target, String value) {
        assertThat(TopicWords.read(TopicWords.write(target, value))).contains(new Topic(target, value));
    }

    @Test
    void theGrammarNamesEveryTarget() {
        for (String line : TopicWords.GRAMMAR.split("\n")) {
            assertThat(TopicWords.read(line.split(" - ")[0])).isPresent();
        }
    }
}
