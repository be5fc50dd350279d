package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.cms.Security;

class PostFormTest {
    @Test
    void subjectAndText() {
        PostForm form = PostForm.read("[ A walk ] It rained.\n\nThen not.");
        assertThat(form.title()).isEqualTo("A walk");
        assertThat(form.text()).isEqualTo("It rained.\n\nThen not.");
        assertThat(form.security()).isNull();
        assertThat(form.notes()).isEmpty();
    }

    @Test
    void textAlone() {
        PostForm form = PostForm.read("It [really] rained: yes.");
        assertThat(form.title()).isEmpty();
        assertThat(form.text()).isEqualTo("It [really] rained: yes.");
    }

    @Test
    void emptySubject() {
        PostForm form = PostForm.read("[] It rained.");
        assertThat(form.title()).isEmpty();
        assertThat(form.text()).isEqualTo("It rained.");
    }

    @Test
    void headerLinesAfterTheSubject() {
        PostForm form = PostForm.read(
                "[A walk]\nSecurity: Friends\nTAGS: Out Doors, #spring, spring,\r\nmood: very cheerful\n\nIt rained.\nsecurity: no header");
        assertThat(form.title()).isEqualTo("A walk");
        assertThat(form.security()).isEqualTo(Security.FRIENDS);
        assertThat(form.tags()).isEqualTo(List.of("out doors", "spring"));
        assertThat(form.mood()).isEqualTo("very cheerful");
        assertThat(form.text()).isEqualTo("It rained.\nsecurity: no header");
    }

    @Test
    void headerLinesBeforeTheSubject() {
        PostForm form = PostForm.read("security: private\n[A walk] It rained.");
        assertThat(form.title()).isEqualTo("A walk");
        assertThat(form.security()).isEqualTo(Security.PRIVATE);
        assertThat(form.text()).isEqualTo("It rained.");
    }

    @ParameterizedTest
    @CsvSource({
        "public, PUBLIC",
        "PUBLIC, PUBLIC",
        "everybody, PUBLIC",
        "friends, FRIENDS",
        "contacts, FRIENDS",
        "private, PRIVATE",
        "me, PRIVATE"
    })
    void securityWords(String word, Security security) {
        PostForm form = PostForm.read("security: " + word + "\ntext");
        assertThat(form.security()).isEqualTo(security);
        assertThat(form.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security: freinds\ntext",
                "security:\ntext",
                "security: public friends\ntext",
                "secruity: public\ntext",
                "securtiy: friends\ntext",
                "[A] sequrity: friends\ntext"
            })
    void whatIsNotUnderstoodIsPrivateAndSaid(String args) {
        PostForm form = PostForm.read(args);
        assertThat(form.security()).isEqualTo(Security.PRIVATE);
        assertThat(form.text()).isEqualTo("text");
        assertThat(form.notes()).hasSize(1).allMatch(note -> note.contains("private"));
    }

    @Test
    void theNarrowestOfSeveralHolds() {
        assertThat(PostForm.read("security: private\nsecurity: public\ntext").security())
                .isEqualTo(Security.PRIVATE);
        assertThat(PostForm.read("security: public\nsecurity: friends\ntext").security())
                .isEqualTo(Security.FRIENDS);
    }

    @Test
    void aHeaderLineInsteadOfTextIsNoText() {
        PostForm form = PostForm.read("security: private my dear diary");
        assertThat(form.text()).isEmpty();
        assertThat(form.security()).isEqualTo(Security.PRIVATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Note: this is text", "https://example.org/ is it", "Society: a view", "mood swings: a study"})
    void otherColonsAreText(String args) {
        PostForm form = PostForm.read(args);
        assertThat(form.text()).isEqualTo(args);
        assertThat(form.security()).isNull();
    }
}
