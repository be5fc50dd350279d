package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.bridge.mail.Mail;
import org.ratatosk.bridge.mail.MailException;
import org.ratatosk.bridge.mail.MailQueue;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.bridge.mail.Mailer;
import org.ratatosk.bridge.mail.SmtpServer;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.store.sql.SqlMailboxes;
import org.ratatosk.bridge.store.sql.SqlMails;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender.Fate;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;

/** What Jabber could not bring goes by mail, to an SMTP server of others. It is noon in UTC when it begins. */
class MailTest {
    private static final String HOME = "bob@example.org";
    private static final String FAR = "bob@far.test";

    private final SmtpServer server = new SmtpServer();
    private World world;
    private TestSite site;
    private Mailboxes mailboxes;
    private MailQueue queue;
    private boolean dies;

    @BeforeEach
    void open(@TempDir Path folder) throws MailException {
        world = new World(folder, new AlertSettings(100, 20, 10_000));
        site = world.site;
        site.join("alice", "bob");
        site.link("bob", FAR, Right.ALERTS);
        world.sub("bob", FAR, "alice");
        build();
        prove();
    }

    @AfterEach
    void close() {
        world.close();
        server.close();
    }

    /** Dies when it is told to just after the server has taken a mail. */
    private final class Mortal implements Mailer {
        private final Mailer way = server.mailer("Example");

        @Override
        public void send(Mail mail) throws MailException {
            way.send(mail);
            if (dies) {
                dies = false;
                throw new IllegalStateException("Killed");
            }
        }

        @Override
        public String look() throws MailException {
            return way.look();
        }

        @Override
        public String domain() {
            return way.domain();
        }
    }

    private void build() {
        Mailer mailer = new Mortal();
        SqlMailboxes boxes = new SqlMailboxes(world.database());
        SecureRandom random = new SecureRandom();
        mailboxes = new Mailboxes(boxes, mailer, "Example", random, world.clock);
        queue = new MailQueue(
                new SqlMails(world.database()),
                boxes,
                mailer,
                world.alerts().telling(),
                "Example",
                "https://example.org",
                random,
                world.clock);
    }

    private void restart() {
        world.restart();
        build();
    }

    private void prove() {
        mailboxes.request("bob", Jid.of(HOME), "bob@mail.example");
        List<SmtpServer.Received> received = server.received();
        Matcher code = Pattern.compile("mail (\\w{5}-\\w{5})")
                .matcher(received.get(received.size() - 1).text());
        assertThat(code.find()).isTrue();
        mailboxes.prove("bob", code.group(1));
    }

    /** The mails about alerts. */
    private List<SmtpServer.Received> mails() {
        return server.received().stream()
                .filter(mail -> !mail.subject().startsWith("Your code"))
                .toList();
    }

    private void refuseAll() {
        world.sender.answer(message -> message.to().filter(Jid.of(FAR)::equals).isPresent()
                ? CompletableFuture.failedStage(new StanzaException(Condition.ITEM_NOT_FOUND, "no"))
                : CompletableFuture.completedStage(Fate.STORED));
    }

    private long post(String title, String text) {
        long number = site.post("alice", title, text);
        world.settle();
        world.settle();
        return number;
    }

    private void pass(Duration time) {
        world.pass(time.toSeconds());
        queue.work();
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void whatIsRefusedGoesByMailAndTheTraceSaysSo() {
        refuseAll();
        long number = post("Market day", "Fresh honey at nine.");
        assertThat(world.only().state()).isEqualTo(Alert.State.BOUNCED);
        queue.work();
        assertThat(mails()).isEmpty();
        assertThat(world.trace("bob", number).steps())
                .extracting(Trace.Step::text)
                .contains("It is to go by e-mail");
        pass(minutes(1));
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.to()).isEqualTo("bob@mail.example");
            assertThat(mail.from()).isEqualTo("site@example.org");
            assertThat(mail.subject()).startsWith("[Example] alice posted \"Market day\" (#1): Fresh honey at nine.");
            assertThat(mail.text())
                    .startsWith(
                            "alice posted \"Market day\" (#1): Fresh honey at nine. https://example.org/alice/1\n\n-- \n")
                    .contains("https://example.org/me/mail")
                    .doesNotContain("Reply to comment");
            assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
            String token = mailboxes.of("bob").orElseThrow().token();
            assertThat(mail.header("List-Unsubscribe")).isEqualTo("<https://example.org/no-mail/" + token + ">");
            assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        });
        Trace trace = world.trace("bob", number);
        assertThat(trace.outcome()).isEqualTo(Trace.Outcome.MAILED);
        assertThat(trace.sentence()).isEqualTo("bob was told of it by e-mail at 2026-03-01T12:01:00Z.");
        assertThat(trace.steps()).extracting(Trace.Step::text).contains("It went by e-mail");
        pass(minutes(100));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void whatIsGivenUpGoesByMail() {
        world.sender.fail(new StanzaException(Condition.REMOTE_SERVER_NOT_FOUND, "no"));
        post("", "text");
        for (int pause : new int[] {10, 30, 60, 300}) {
            pass(Duration.ofSeconds(pause));
        }
        assertThat(world.only().state()).isEqualTo(Alert.State.WAITING);
        pass(Duration.ofSeconds(600));
        assertThat(world.only().state()).isEqualTo(Alert.State.DEAD);
        assertThat(mails()).isEmpty();
        pass(minutes(1));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void whatIsNotSentSinceAlertsThereAreSuspendedGoesByMail() {
        refuseAll();
        for (int i = 0; i < 5; i++) {
            post("", "news " + i);
        }
        pass(minutes(1));
        long sixth = post("", "news 5");
        assertThat(world.store().find("e6", Jid.of(FAR))).map(Alert::state).contains(Alert.State.DROPPED);
        pass(minutes(15));
        assertThat(mails()).hasSize(2);
        assertThat(mails().get(0).subject()).isEqualTo("[Example] 5 things came");
        assertThat(mails().get(0).text()).contains("news 0", "news 1", "news 2", "news 3", "news 4");
        assertThat(mails().get(1).text()).contains("news 5").doesNotContain("news 4");
        assertThat(world.trace("bob", sixth).outcome()).isEqualTo(Trace.Outcome.MAILED);
    }

    @Test
    void whoAsksForNoMailGetsNone() {
        assertThat(mailboxes.off("bob")).isTrue();
        refuseAll();
        post("", "text");
        pass(minutes(2));
        prove();
        pass(minutes(2));
        assertThat(mails()).isEmpty();
    }

    @Test
    void thereIsAtMostOneMailInAQuarterOfAnHour() {
        refuseAll();
        post("", "one");
        pass(minutes(1));
        post("", "two");
        post("", "three");
        pass(minutes(14));
        assertThat(mails()).hasSize(1);
        pass(minutes(1));
        assertThat(mails()).hasSize(2);
        assertThat(mails().get(1).text()).contains("two", "three");
    }

    @Test
    void moreThanFitsComesInTheNextMail() {
        refuseAll();
        for (int i = 0; i < 60; i++) {
            site.post("alice", "", "news " + i + ".");
        }
        world.settle();
        world.settle();
        pass(minutes(1));
        pass(minutes(15));
        assertThat(mails()).hasSize(2);
        for (int i = 0; i < 60; i++) {
            String one = "news " + i + ".";
            assertThat(mails().stream().filter(mail -> mail.text().contains(one)))
                    .hasSize(1);
        }
    }

    @Test
    void quietHoursHoldMailsToo() {
        refuseAll();
        world.kept().manners().put("bob", Manner.PLAIN.withQuiet("12:01-14:00").orElseThrow());
        post("", "text");
        pass(minutes(60));
        assertThat(mails()).isEmpty();
        pass(minutes(61));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void aMailThatIsTriedAgainWaitsForTheEndOfQuietHours() {
        refuseAll();
        server.answerMails(451);
        post("", "text");
        pass(minutes(1));
        world.kept().manners().put("bob", Manner.PLAIN.withQuiet("12:01-14:00").orElseThrow());
        pass(minutes(30));
        assertThat(mails()).isEmpty();
        pass(minutes(100));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void whatMayNotBeSeenWhenItIsSentIsNotTold() {
        refuseAll();
        site.befriend("alice", "bob");
        long open = site.post("alice", "", "for friends", Security.FRIENDS);
        long gone = post("", "gone soon");
        assertThat(world.all()).hasSize(2);
        site.unfriend("alice", "bob");
        site.delete(gone);
        pass(minutes(1));
        assertThat(mails()).isEmpty();
        assertThat(world.trace("bob", open).outcome()).isEqualTo(Trace.Outcome.BOUNCED);
        post("", "for all");
        pass(minutes(1));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("for all").doesNotContain("friends", "gone"));
    }

    @Test
    void whatIsTakenBackBetweenTwoTriesIsNotTold() {
        refuseAll();
        server.answerMails(451);
        long one = post("", "one");
        post("", "two");
        pass(minutes(1));
        site.delete(one);
        pass(minutes(1));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("two").doesNotContain("one https"));
    }

    @Test
    void whatHasArrivedAfterAllOrElsewhereIsNotTold() {
        world.sub("bob", "alice");
        refuseAll();
        post("", "text");
        Alert home = world.store().find("e1", Jid.of(HOME)).orElseThrow();
        world.alerts().deliveries().acknowledged(Jid.of(HOME), home.stanzaId());
        world.flush();
        pass(minutes(2));
        assertThat(mails()).isEmpty();
    }

    @Test
    void whoSwitchedAlertsOffHearsNothing() {
        refuseAll();
        post("", "text");
        world.alerts().subscriptions().setOff(Jid.of(FAR), true);
        pass(minutes(2));
        assertThat(mails()).isEmpty();
    }

    @Test
    void whatNobodyFetchedForADayGoesByMailIfThatIsWished() {
        world.sub("bob", "alice");
        site.unlink(FAR);
        site.away("bob", true);
        post("", "before");
        world.clock.pass(1);
        mailboxes.setAway("bob", true);
        post("", "stored");
        pass(Duration.ofHours(23));
        assertThat(mails()).isEmpty();
        pass(minutes(61));
        pass(minutes(1));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("stored").doesNotContain("before"));
        pass(Duration.ofDays(3));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void whatWasHeldForADigestGoesByMailInstead() {
        world.sub("bob", "alice");
        site.unlink(FAR);
        mailboxes.setAway("bob", true);
        world.kept().manners().put("bob", Manner.PLAIN.withList(true));
        site.away("bob", true);
        post("", "one");
        long two = post("", "two");
        pass(Duration.ofHours(25));
        pass(minutes(1));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("one", "two"));
        assertThat(world.trace("bob", two).outcome()).isEqualTo(Trace.Outcome.MAILED);
        site.away("bob", false);
        pass(minutes(2));
        assertThat(world.sender.bodies(HOME)).isEmpty();
    }

    @Test
    void whoIsThereIsToldByJabberAlone() {
        world.sub("bob", "alice");
        site.unlink(FAR);
        mailboxes.setAway("bob", true);
        world.kept().manners().put("bob", Manner.PLAIN.withList(true));
        site.away("bob", true);
        post("", "one");
        pass(Duration.ofHours(25));
        site.away("bob", false);
        pass(minutes(2));
        assertThat(mails()).isEmpty();
        assertThat(world.sender.bodies(HOME)).hasSize(1);
    }

    @Test
    void aListIsLookedThroughWhenItIsMailed() {
        world.sub("bob", "alice");
        site.unlink(FAR);
        mailboxes.setAway("bob", true);
        world.kept().manners().put("bob", Manner.PLAIN.withQuiet("11:00-13:00").orElseThrow());
        site.away("bob", true);
        post("", "one");
        long gone = post("", "gone");
        post("", "three");
        pass(minutes(62));
        assertThat(world.sender.bodies(HOME)).singleElement().asString().contains("gone");
        site.delete(gone);
        world.kept().manners().forget("bob");
        pass(Duration.ofHours(25));
        pass(minutes(1));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("one https", "three https")
                        .doesNotContain("gone"));
    }

    @Test
    void aServerThatIsDownIsAskedAgainAndNothingIsLost() {
        refuseAll();
        server.stop();
        post("", "one");
        pass(minutes(1));
        restart();
        pass(minutes(1));
        assertThat(mails()).isEmpty();
        post("", "two");
        server.start();
        pass(minutes(6));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("one"));
        pass(minutes(15));
        assertThat(mails()).hasSize(2);
    }

    @Test
    void aMailThatIsNotTakenNowIsTriedAgainWithTheSameId() {
        refuseAll();
        server.answerMails(451, 452);
        server.answerRecipients(250, 250, 450);
        long number = post("", "text");
        pass(minutes(1));
        assertThat(world.trace("bob", number).steps())
                .extracting(Trace.Step::text)
                .anyMatch(step -> step.startsWith("It is on its way by e-mail: 451"));
        String id = messageId();
        pass(minutes(1));
        pass(minutes(5));
        assertThat(mails()).isEmpty();
        pass(minutes(15));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.header("Message-ID")).isEqualTo("<" + id + ">"));
    }

    private String messageId() {
        return world.database()
                .read(handle -> handle.createQuery("SELECT message_id FROM mail")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void afterTwoDaysAMailIsGivenUp() {
        refuseAll();
        Integer[] never = new Integer[20];
        Arrays.fill(never, 451);
        server.answerMails(never);
        long number = post("", "text");
        for (int i = 0; i < 60; i++) {
            pass(Duration.ofHours(1));
        }
        assertThat(world.trace("bob", number).steps())
                .extracting(Trace.Step::text)
                .anyMatch(step -> step.startsWith("It was given up by e-mail: 451"));
        pass(Duration.ofDays(2));
        assertThat(mails()).isEmpty();
        assertThat(server.refusals()).isEqualTo(9);
    }

    @Test
    void aMailThatIsRefusedEndsThemAndTheMemberHearsOfItOnceAtHome() {
        refuseAll();
        server.answerRecipients(550);
        long number = post("", "text");
        pass(minutes(1));
        assertThat(mails()).isEmpty();
        assertThat(world.sender.bodies(HOME))
                .filteredOn(body -> body.contains("e-mail"))
                .singleElement()
                .asString()
                .startsWith("No more e-mail goes to bob@mail.example, since the server there refused one (550 ")
                .endsWith("To try again: mail bob@mail.example");
        assertThat(world.trace("bob", number).outcome()).isEqualTo(Trace.Outcome.BOUNCED);
        post("", "in between");
        restart();
        pass(minutes(20));
        assertThat(mails()).isEmpty();
        assertThat(world.sender.bodies(HOME))
                .filteredOn(body -> body.contains("e-mail"))
                .hasSize(1);
        prove();
        post("", "again");
        pass(minutes(1));
        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("again").doesNotContain("in between"));
    }

    @Test
    void aRefusedLoginRefusesNobody() {
        refuseAll();
        post("", "text");
        Mailer wrong = server.mailer(
                new MailConfig(
                        SmtpServer.NAME,
                        server.config(MailConfig.Tls.NONE, "", "").port(),
                        MailConfig.Tls.NONE,
                        "",
                        "",
                        "nobody@example.org",
                        true),
                "Example");
        MailQueue misled = new MailQueue(
                new SqlMails(world.database()),
                new SqlMailboxes(world.database()),
                wrong,
                world.alerts().telling(),
                "Example",
                "https://example.org",
                new SecureRandom(),
                world.clock);
        world.pass(60);
        misled.work();
        assertThat(mailboxes.of("bob").orElseThrow().suspended()).isNull();
        pass(minutes(1));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void killedAfterTheServerTookItItComesAgainUnderTheSameId() {
        refuseAll();
        post("", "text");
        dies = true;
        world.pass(60);
        assertThatThrownBy(() -> queue.work()).hasMessage("Killed");
        restart();
        pass(minutes(1));
        assertThat(mails()).hasSize(2);
        assertThat(mails().get(0).header("Message-ID")).isEqualTo(mails().get(1).header("Message-ID"));
        pass(minutes(30));
        assertThat(mails()).hasSize(2);
    }

    @Test
    void titlesAndNamesMakeNoHeadersAndNoOtherMail() {
        refuseAll();
        site.updateMember(
                new Member("alice", TestSite.home("alice"), "Al\r\nBcc: eve@evil.test", Security.PUBLIC, true));
        post("T\r\nBcc: eve@evil.test\r\n\r\nX", "text\r\n.\r\nMAIL FROM:<eve@evil.test>\u202e");
        pass(minutes(1));
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.headers()).doesNotContain("Bcc");
            assertThat(mail.to()).isEqualTo("bob@mail.example");
            assertThat(mail.text()).doesNotContain("\n.\n", "\nMAIL", "\u202e");
        });
    }

    @Test
    void theSiteThatSleepsCostsNoTry() {
        refuseAll();
        post("", "text");
        site.down(true);
        pass(minutes(1));
        pass(minutes(6));
        assertThat(mails()).isEmpty();
        site.down(false);
        pass(minutes(5));
        assertThat(mails()).hasSize(1);
    }

    @Test
    void whoIsGoneLeavesNothing() {
        refuseAll();
        post("", "text");
        mailboxes.forget("bob");
        int rows = world.database()
                .read(handle -> handle.createQuery("SELECT (SELECT COUNT(*) FROM mail_item)"
                                + " + (SELECT COUNT(*) FROM mail_address) + (SELECT COUNT(*) FROM mail_code)")
                        .mapTo(Integer.class)
                        .one());
        assertThat(rows).isZero();
    }

    @Test
    void whatIsOldIsForgotten() {
        refuseAll();
        post("", "text");
        pass(minutes(1));
        assertThat(world.kept().mails().told("bob", "e1")).isPresent();
        world.alerts().cleanMails();
        assertThat(world.kept().mails().told("bob", "e1")).isPresent();
        world.forgetAlerts();
        world.alerts().cleanMails();
        assertThat(world.kept().mails().told("bob", "e1")).isEmpty();
        Optional<Instant> next = queue.work();
        assertThat(next).contains(world.clock.instant().plus(minutes(1)));
    }
}
