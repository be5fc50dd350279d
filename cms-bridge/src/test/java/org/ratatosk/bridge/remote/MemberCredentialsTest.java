package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;

/** What proves to a CMS that we act as a member: given once, kept closed, renewed, taken back. */
class MemberCredentialsTest {
    private TestMirror cms;
    private Mirror mirror;
    private int posts;

    @BeforeEach
    void open() throws IOException {
        cms = new TestMirror();
        mirror = cms.proving();
    }

    @AfterEach
    void close() throws IOException {
        cms.close();
    }

    private void post(String author) {
        posts++;
        mirror.publish(new PostDraft(author, "Post " + posts, "Text", Security.PUBLIC, List.of(), ""), "key-" + posts);
    }

    @Test
    void aCmsThatWantsNoneIsAskedOnce() {
        post("romeo");
        post("juliet");
        assertThat(cms.gate.requests())
                .filteredOn(line -> line.contains("/credentials"))
                .hasSize(1);
        cms.clock.pass(Duration.ofHours(2));
        post("romeo");
        assertThat(cms.gate.requests())
                .filteredOn(line -> line.contains("/credentials"))
                .hasSize(2);
    }

    @Test
    void eachMemberHasOneThatIsKeptSealed() {
        cms.small.demandCredentials();
        post("romeo");
        post("romeo");
        post("juliet");
        assertThat(cms.small.given()).isEqualTo(2);
        assertThat(cms.small.posts()).isEqualTo(3);
        assertThat(cms.store().credential("romeo"))
                .hasValueSatisfying(closed -> assertThat(closed).doesNotContain("app-password", "romeo"));
        mirror = cms.proving();
        post("romeo");
        assertThat(cms.small.given()).isEqualTo(2);
    }

    @Test
    void whatIsGoodNoLongerIsRenewedOnce() {
        cms.small.demandCredentials();
        post("romeo");
        cms.small.revoke("romeo", true);
        post("romeo");
        assertThat(cms.small.given()).isEqualTo(2);
        cms.small.revoke("romeo", true);
        assertThatThrownBy(() -> post("romeo")).as("not again within the hour").hasMessageContaining("not proved");
        cms.clock.pass(Duration.ofHours(2));
        post("romeo");
        assertThat(cms.small.given()).isEqualTo(3);
    }

    /** Whatever is done as a member is proved, and proved anew when what proved it is good no longer. */
    @Test
    void allThatIsDoneIsProved() {
        cms.small.demandCredentials();
        post("romeo");
        Comment comment =
                mirror.comment(new CommentDraft(1, OptionalLong.empty(), "juliet", true, "Nice", false), "key-comment");
        PostDraft better = new PostDraft("romeo", "Better", "Text", Security.PUBLIC, List.of(), "");
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("edit", () -> mirror.update(1, better, "key-edit"));
        all.put("like", () -> mirror.like(comment.number(), "romeo", true, "key-like"));
        all.put("hold", () -> mirror.moderate(comment.number(), Comment.State.HELD, "key-hold"));
        all.put("show", () -> mirror.moderate(comment.number(), Comment.State.SHOWN, "key-show"));
        all.put("edit comment", () -> mirror.update(comment.number(), "Nicer", "key-edit-2"));
        all.put("delete comment", () -> mirror.delete(comment.number(), "key-delete"));
        all.put("delete", () -> mirror.delete(1, "key-delete-2"));
        int given = cms.small.given();
        for (Map.Entry<String, Runnable> one : all.entrySet()) {
            cms.clock.pass(Duration.ofHours(2));
            cms.small.revoke("romeo", true);
            cms.small.revoke("juliet", true);
            one.getValue().run();
            assertThat(cms.small.given()).as(one.getKey()).isEqualTo(++given);
        }
        assertThat(cms.small.comments()).isZero();
        assertThat(cms.small.posts()).isZero();
    }

    /** Who takes it back is told where it can be given again. */
    @Test
    void whoTakesItBackIsToldWhereToGiveIt() {
        cms.small.demandCredentials();
        post("romeo");
        cms.small.revoke("romeo", false);
        assertThatThrownBy(() -> post("romeo"))
                .hasMessageContaining("You have not allowed this. You can at https://small.example/profile");
        post("juliet");
        assertThat(cms.small.posts()).isEqualTo(2);
    }

    @Test
    void aLaterMemberOfTheNameHasNothingOfIt() {
        cms.small.demandCredentials();
        post("romeo");
        cms.store().forget("romeo");
        assertThat(cms.store().credential("romeo")).isEmpty();
    }

    @Test
    void aVaultOpensForItsOwnerAlone() {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[32];
        random.nextBytes(key);
        Vault vault = new Vault(key, random);
        String closed = vault.seal("romeo", "secret");
        assertThat(closed).isNotEqualTo(vault.seal("romeo", "secret"));
        assertThat(vault.open("romeo", closed)).contains("secret");
        assertThat(vault.open("juliet", closed)).isEmpty();
        assertThat(new Vault(new byte[32], random).open("romeo", closed)).isEmpty();
        for (String broken : List.of("", "AAAA", "not base 64", closed.substring(4), "AAAA" + closed.substring(4))) {
            assertThat(vault.open("romeo", broken)).isEqualTo(Optional.empty());
        }
    }
}
