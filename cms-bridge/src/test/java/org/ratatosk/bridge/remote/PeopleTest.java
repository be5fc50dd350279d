package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.KeptDesk;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.MemberDesk;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.engine.EngineAccounts;
import org.ratatosk.bridge.engine.InProcessServer;
import org.ratatosk.bridge.engine.MemberProfiles;
import org.ratatosk.bridge.store.sql.SqlProfiles;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.memory.MemoryStore;

/** What becomes of accounts when the CMS, or a program of the site, makes, changes and deletes members. */
class PeopleTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Jid ROMEO = Jid.of("romeo@example.org");

    private final List<String> left = new ArrayList<>();
    private final InProcessServer server = new InProcessServer(new TestClock(), new MemoryStore(), "example.org");
    private TestMirror cms;
    private Mirror mirror;
    private MemberDesk desk;

    @BeforeEach
    void open() throws IOException {
        cms = new TestMirror();
        mirror = cms.mirror(
                cms.remote, new EngineAccounts(server.engine().accounts().orElseThrow()));
        mirror.listen(new KeptCms.Listener() {
            @Override
            public void left(String name, Jid home) {
                left.add(name);
            }
        });
        Names names = new Names(List.of("example.org"));
        desk = new KeptDesk(
                mirror,
                names,
                new MemberProfiles(
                        new SqlProfiles(cms.db),
                        server.engine(),
                        names,
                        Optional.empty(),
                        "https://example.org/",
                        new TestClock()));
        server.join("romeo@example.org", "juliet@example.org");
    }

    @AfterEach
    void close() throws IOException {
        cms.close();
        server.close();
    }

    private void fill() {
        mirror.apply(cms.remote.changes(mirror.cursor()));
    }

    private Optional<Account> account(Jid jid) {
        return server.admin().account(jid).toCompletableFuture().join();
    }

    private static Change changed(String id, String name, boolean active, int second) {
        return new Change.MemberChanged(id, name, "The " + name, active, NOON.plusSeconds(second));
    }

    private static Change gone(String id, String name, int second) {
        return new Change.MemberGone(id, name, NOON.plusSeconds(second));
    }

    private void told(Change... changes) {
        mirror.apply(List.of(changes));
    }

    @Test
    void whoIsLockedOutAtTheCmsIsLockedOutHere() {
        fill();
        InProcessServer.Client phone = server.connect("romeo@example.org/phone");
        told(changed("5", "romeo", true, 0));
        assertThat(account(ROMEO))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isTrue());
        told(changed("5", "romeo", false, 1));
        assertThat(account(ROMEO))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isFalse());
        Awaitility.await().until(phone::isOver);
        told(changed("5", "romeo", true, 2));
        assertThat(account(ROMEO))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isTrue());
        told(changed("5", "romeo", false, 1));
        assertThat(account(ROMEO))
                .as("late news")
                .hasValueSatisfying(one -> assertThat(one.enabled()).isTrue());
    }

    @Test
    void aChangedPasswordIsTold() {
        fill();
        String before =
                server.admin().passwordVersion(ROMEO).toCompletableFuture().join();
        told(changed("5", "romeo", true, 0));
        assertThat(server.admin().passwordVersion(ROMEO).toCompletableFuture().join())
                .isEqualTo(before);
        told(new Change.MemberChanged("5", "romeo", "Romeo", true, NOON, null, null, null, NOON.plusSeconds(1)));
        assertThat(server.admin().passwordVersion(ROMEO).toCompletableFuture().join())
                .isNotEqualTo(before);
    }

    /** The CMS says again and again that somebody may log in; that is no reason to let in whom an admin has locked out here. */
    @Test
    void whomAnAdminLocksOutStaysOut() {
        fill();
        told(changed("5", "romeo", true, 0));
        server.admin().setEnabled(ROMEO, false).toCompletableFuture().join();
        told(changed("5", "romeo", true, 1));
        assertThat(account(ROMEO))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isFalse());
    }

    @Test
    void whoIsGoneThereIsGoneHereAndALaterOneInheritsNothing() {
        fill();
        Admin admin = server.admin();
        admin.createAppPassword(ROMEO, "Phone").toCompletableFuture().join();
        told(changed("5", "romeo", true, 0));
        mirror.member("romeo");
        told(gone("5", "romeo", 1));
        assertThat(account(ROMEO)).isEmpty();
        assertThat(left).contains("romeo");
        assertThat(desk.put("romeo", null, null).made()).isTrue();
        assertThat(admin.appPasswords(ROMEO).toCompletableFuture().join()).isEmpty();
        told(changed("9", "romeo", true, 2), gone("5", "romeo", 3));
        assertThat(account(ROMEO)).as("another one has the name").isPresent();
    }

    /** What a list tells while it is read for the first time is long over. */
    @Test
    void theHistoryOfTheCmsEndsNoAccount() {
        mirror.apply(new RemoteCms.Changes(
                List.of(changed("5", "romeo", true, 0), changed("5", "romeo", false, 1), gone("5", "romeo", 2)),
                "3",
                true));
        assertThat(account(ROMEO))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isTrue());
    }

    @Test
    void adminsAreNotTheCmssToDisableOrDelete() {
        fill();
        server.admin().setRole(ROMEO, Account.Role.ADMIN).toCompletableFuture().join();
        told(changed("5", "romeo", false, 0), gone("5", "romeo", 1));
        desk.put("romeo", null, false);
        desk.remove("romeo");
        assertThatThrownBy(() -> desk.rename("romeo", "montague")).hasMessageContaining("an admin here");
        assertThat(left).isEmpty();
        assertThat(account(ROMEO))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isTrue());
    }

    @Test
    void whoIsRenamedTakesAlongWhatWasWritten() {
        fill();
        mirror.member("romeo");
        mirror.updateMember(new Member("romeo", ROMEO, "Romeo M.", Security.PRIVATE, true));
        Post post =
                mirror.publish(new PostDraft("romeo", "Balcony", "But soft", Security.PUBLIC, List.of(), ""), "key-1");
        mirror.like(post.number(), "romeo", true, "key-2");
        told(changed("5", "romeo", true, 0), changed("5", "Romeo Montague", true, 1));
        Jid home = Jid.of("romeo\\20montague@example.org");
        assertThat(account(ROMEO)).isEmpty();
        assertThat(account(home)).isPresent();
        assertThat(mirror.post(post.number())).map(Post::author).contains("romeo\\20montague");
        assertThat(mirror.member("romeo\\20montague"))
                .hasValueSatisfying(one -> assertThat(one.defaultSecurity()).isEqualTo(Security.PRIVATE));
        assertThat(mirror.member("romeo")).isEmpty();
        assertThat(mirror.countLikes(List.of(post.number()))).containsEntry(post.number(), 1);
        mirror.forget("romeo\\20montague");
        assertThat(mirror.countLikes(List.of(post.number()))).isEmpty();
    }

    @Test
    void theDeskMakesChangesAndDeletesByLoginName() {
        MemberDesk.Done done = desk.put("Space Cadet", "Cadet", true);
        assertThat(done).isEqualTo(new MemberDesk.Done(Jid.of("space\\20cadet@example.org"), true));
        assertThat(desk.put("space cadet", null, false).made()).isFalse();
        assertThat(account(done.home()))
                .hasValueSatisfying(one -> assertThat(one.enabled()).isFalse());
        desk.remove("Space Cadet");
        desk.remove("Space Cadet");
        assertThat(account(done.home())).isEmpty();
        assertThatThrownBy(() -> desk.put(" romeo", null, null))
                .isInstanceOf(CmsException.class)
                .hasMessageContaining("No address can hold");
        assertThatThrownBy(() -> desk.rename("romeo", "juliet")).hasMessageContaining("already");
        assertThat(account(Jid.of("romeo@example.org"))).isPresent();
    }

    /** XEP-0106, both ways. */
    @Test
    void theCmsIsToldLoginNamesAndTellsThem() {
        server.join("space\\20cadet@example.org");
        fill();
        mirror.publish(new PostDraft("space\\20cadet", "Orbit", "Up here", Security.PUBLIC, List.of(), ""), "key-1");
        cms.small.post("Space Cadet", "By hand", "Down there");
        fill();
        assertThat(mirror.latest(
                        org.ratatosk.bridge.cms.Sight.of(org.ratatosk.bridge.cms.Viewer.ANYBODY), Long.MAX_VALUE, 9))
                .extracting(Post::author)
                .containsExactly("space\\20cadet", "space\\20cadet");
        assertThat(cms.small.activities().get(0)).contains("\"preferredUsername\":\"Space Cadet\"");
        cms.small.like("Space Cadet", "p2", true);
        fill();
        assertThat(mirror.countLikes(List.of(2L))).containsEntry(2L, 1);
        mirror.forget("space\\20cadet");
        assertThat(mirror.countLikes(List.of(2L))).isEmpty();
    }
}
