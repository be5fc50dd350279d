package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.TestSite;
import org.ratatosk.bridge.alerts.World;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/** The commands about alerts, over real subscriptions. */
class AlertCommandsTest {
    private World world;
    private TestSite site;
    private Map<String, Command> commands;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(4, 2, 100));
        site = world.site;
        site.join("alice", "bob");
        site.link("bob", "bob@far.test", Right.values());
        commands = Stream.of(
                        new SubCommand(world.alerts().subscriptions()),
                        new UnsubCommand(world.alerts().subscriptions()),
                        new SubsCommand(
                                world.alerts().subscriptions(), world.alerts().suspensions()),
                        new OnCommand(
                                world.alerts().subscriptions(), world.alerts().suspensions(), site),
                        new OffCommand(world.alerts().subscriptions(), site),
                        new TraceCommand(world.alerts(), site, new Visibility(site, site)))
                .collect(Collectors.toMap(c -> c.names().get(0), Function.identity()));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String says(String address, String line) {
        return says(address, line, OptionalLong.empty());
    }

    private String says(String address, String line, OptionalLong answers) {
        CommandLine parsed = CommandLine.parse(line).orElseThrow();
        Jid sender = Jid.of(address);
        Command.@Nullable Caller caller = site.holder(sender)
                .map(h -> new Command.Caller(h.member(), sender, h.rights(), h.home()))
                .orElse(null);
        return named(parsed.word())
                .run(new Command.Request(sender, caller, parsed.args(), "key", Proof.HOSTED, answers));
    }

    private Command named(String word) {
        return commands.values().stream()
                .filter(c -> c.names().contains(word))
                .findFirst()
                .orElseThrow();
    }

    private boolean meant(String line) {
        CommandLine parsed = CommandLine.parse(line).orElseThrow();
        return named(parsed.word()).meantInAnswer(parsed);
    }

    @Test
    void subBeginsAndUnsubEnds() {
        assertThat(says("bob@example.org", "sub alice"))
                .isEqualTo("From now on I tell you here of posts of alice. \"unsub alice\" ends it.");
        assertThat(says("bob@example.org", "sub Alice"))
                .isEqualTo("I tell you here of posts of alice already. \"unsub alice\" ends it.");
        site.post("alice", "", "text");
        world.settle();
        assertThat(world.sender.to("bob@example.org")).hasSize(1);
        assertThat(says("bob@example.org", "unsub alice"))
                .isEqualTo("I do not tell you here of posts of alice any more.");
        assertThat(says("bob@example.org", "unsub alice"))
                .isEqualTo("I did not tell you here of posts of alice. \"subs\" shows of what I do.");
        site.post("alice", "", "text");
        world.settle();
        assertThat(world.sender.to("bob@example.org")).hasSize(1);
    }

    @Test
    void asAnAnswerToAnAlertSubMeansThatPost() {
        long post = site.post("alice", "", "text");
        long comment = site.comment("alice", post, "and");
        assertThat(says("bob@example.org", "sub", OptionalLong.of(comment)))
                .isEqualTo("From now on I tell you here of comments under #1. \"unsub #1\" ends it.");
        assertThat(says("bob@example.org", "unsub", OptionalLong.of(comment))).contains("any more");
    }

    @Test
    void whatIsNotUnderstoodIsExplained() {
        assertThatThrownBy(() -> says("bob@example.org", "sub"))
                .isInstanceOf(CmsException.class)
                .hasMessageContaining("tag goats");
        assertThatThrownBy(() -> says("bob@example.org", "unsub this and that"))
                .isInstanceOf(CmsException.class)
                .hasMessageContaining("\"unsub\"");
    }

    @Test
    void subsShowsEverythingAndTheWordsToEndIt() {
        says("bob@example.org", "sub tag goats");
        says("bob@far.test", "sub alice");
        assertThat(says("bob@example.org", "subs"))
                .isEqualTo("Here I tell you of:\n"
                        + "comments - comments on your posts\n"
                        + "replies - replies to your comments\n"
                        + "befriended - who adds you as a friend\n"
                        + "accepted - who agrees to be your friend\n"
                        + "notices - what the site has to tell you alone\n"
                        + "announcements - what the site tells everybody\n"
                        + "tag goats - posts with the tag goats\n"
                        + "To end one: unsub and its first words.\n\n"
                        + "At bob@far.test:\n"
                        + "alice - posts of alice\n"
                        + "To end one: unsub and its first words.");
    }

    @Test
    void somebodyUnknownFollowsWhatIsPublic() {
        assertThat(says("x@else.test", "subs")).startsWith("I tell you of nothing here.");
        says("x@else.test", "sub all");
        assertThat(says("x@else.test", "subs")).contains("all - all posts");
        site.post("alice", "", "for all");
        site.post("alice", "", "for friends", Security.FRIENDS);
        world.settle();
        assertThat(world.sender.bodies("x@else.test"))
                .singleElement()
                .asString()
                .contains("for all")
                .doesNotContain("Reply to comment");
        assertThat(says("x@else.test", "off")).startsWith("Alerts are off here.");
        site.post("alice", "", "again");
        world.settle();
        assertThat(world.sender.bodies("x@else.test")).hasSize(1);
    }

    @Test
    void offAndOnSwitchTheAddressTheyComeFrom() {
        says("bob@example.org", "sub alice");
        says("bob@far.test", "sub alice");
        assertThat(says("bob@example.org", "off"))
                .isEqualTo("Alerts are off here. Nothing is kept for later. \"on\" turns them on again.");
        assertThat(says("bob@example.org", "off")).startsWith("Alerts were off here already.");
        assertThat(says("bob@example.org", "subs")).endsWith("Alerts are off here. \"on\" turns them on again.");
        assertThat(says("bob@example.org", "sub all")).endsWith("But alerts are off here: \"on\" turns them on again.");
        site.post("alice", "", "one");
        world.settle();
        assertThat(world.sender.to("bob@example.org")).isEmpty();
        assertThat(world.sender.to("bob@far.test")).hasSize(1);
        assertThat(says("bob@example.org", "on")).isEqualTo("Alerts are on again here.");
        assertThat(says("bob@example.org", "on")).isEqualTo("Alerts were on here already.");
        site.post("alice", "", "two");
        world.settle();
        assertThat(world.sender.to("bob@example.org")).hasSize(1);
    }

    @Test
    void offAllSwitchesEveryAddress() {
        says("bob@example.org", "sub alice");
        says("bob@far.test", "sub alice");
        assertThat(says("bob@far.test", "off all")).startsWith("Alerts are off at all your addresses.");
        assertThat(says("bob@example.org", "subs"))
                .endsWith("Alerts are off at all your addresses. \"on\" turns them on again.");
        site.post("alice", "", "one");
        world.settle();
        assertThat(world.sender.messages()).isEmpty();
        assertThat(says("bob@example.org", "on")).startsWith("Alerts are on again, here and at your other addresses");
        site.post("alice", "", "two");
        world.settle();
        assertThat(world.sender.messages()).hasSize(2);
        assertThatThrownBy(() -> says("bob@example.org", "off tomorrow")).isInstanceOf(CmsException.class);
    }

    @Test
    void traceTellsMembersAboutThemselves() {
        says("bob@example.org", "sub alice");
        long post = site.post("alice", "", "text");
        world.settle();
        assertThat(says("bob@example.org", "trace #" + post))
                .isEqualTo(
                        "It was sent to bob@example.org at 2026-03-01 12:00:00 UTC and is stored there; no client has fetched"
                                + " it yet.\n"
                                + "- 2026-03-01 12:00:00 UTC: alice published #1\n"
                                + "- 2026-03-01 12:00:00 UTC: An alert to bob@example.org was made\n"
                                + "- 2026-03-01 12:00:00 UTC: The alert to bob@example.org was sent after 1 try");
        assertThat(says("bob@example.org", "trace", OptionalLong.of(post))).startsWith("It was sent");
    }

    @Test
    void traceTellsNothingOfWhatTheMemberMayNotSee() {
        long closed = site.post("alice", "", "text", Security.PRIVATE);
        long comment = site.comment("alice", closed, "and");
        for (long number : new long[] {closed, comment, 99}) {
            assertThatThrownBy(() -> says("bob@example.org", "trace " + number))
                    .isInstanceOf(CmsException.class)
                    .hasMessage("There is no #" + number + " that you can see.");
        }
        assertThat(says("alice@example.org", "trace " + closed)).contains("own doing");
        assertThatThrownBy(() -> says("bob@example.org", "trace goats")).isInstanceOf(CmsException.class);
    }

    @Test
    void asAnAnswerACommentThatBeginsLikeACommandIsAComment() {
        assertThat(meant("sub alice")).isTrue();
        assertThat(meant("unsub #12")).isTrue();
        assertThat(meant("follow the money")).isFalse();
        assertThat(meant("off")).isTrue();
        assertThat(meant("off all")).isTrue();
        assertThat(meant("off you go")).isFalse();
        assertThat(meant("on second thoughts")).isFalse();
        assertThat(meant("trace #12")).isTrue();
    }
}
