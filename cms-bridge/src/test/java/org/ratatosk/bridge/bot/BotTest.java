package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.bot.BotSite.ALICE;
import static org.ratatosk.bridge.bot.BotSite.BOB;
import static org.ratatosk.bridge.bot.BotSite.BOT;
import static org.ratatosk.bridge.bot.BotSite.CAROL;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.xml.Element;

class BotTest {
    private final BotSite site = new BotSite();

    @AfterEach
    void close() {
        site.close();
    }

    private Post post(long number) {
        return site.journal.post(number).orElseThrow();
    }

    private List<Post> posts() {
        return site.journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 100);
    }

    private static Element reply(String id) {
        return Element.builder("urn:xmpp:reply:0", "reply")
                .attr("to", BOT)
                .attr("id", id)
                .build();
    }

    // posts

    @Test
    void aMemberPosts() {
        assertThat(site.say(ALICE, "post: [A walk]\ntags: spring, rain\nmood: wet\n\nIt rained.\n\nThen not."))
                .isEqualTo("Posted as #1, for everybody: https://example.org/posts/1");
        assertThat(post(1).author()).isEqualTo("alice");
        assertThat(post(1).title()).isEqualTo("A walk");
        assertThat(post(1).text()).isEqualTo("It rained.\n\nThen not.");
        assertThat(post(1).tags()).containsExactly("spring", "rain");
        assertThat(post(1).mood()).isEqualTo("wet");
    }

    @ParameterizedTest
    @CsvSource({"public, for everybody", "friends, for your friends", "private, for you alone"})
    void securityIsAskedFor(String word, String seenBy) {
        assertThat(site.say(ALICE, "post security: " + word + "\nText")).contains(seenBy);
        assertThat(post(1).security().name()).isEqualToIgnoringCase(word);
    }

    @Test
    void withoutASecurityLineTheDefaultHolds() {
        Member alice = site.journal.member("alice").orElseThrow();
        site.journal.updateMember(new Member("alice", alice.home(), "alice", Security.FRIENDS, true));
        assertThat(site.say(ALICE, "post Text")).contains("for your friends");
        assertThat(post(1).security()).isEqualTo(Security.FRIENDS);
    }

    @Test
    void unknownSecurityIsPrivateAndSaid() {
        assertThat(site.say(ALICE, "post security: freinds\nText"))
                .startsWith("Posted as #1, for you alone: ")
                .contains("I do not know the security \"freinds\"")
                .contains("so the post is private");
        assertThat(post(1).security()).isEqualTo(Security.PRIVATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"post", "post:", "post [A]", "post tags: a", "post security: private dear diary"})
    void withoutTextNothingIsPosted(String line) {
        assertThat(site.say(ALICE, line)).contains("There is no text, so nothing was posted");
        assertThat(posts()).isEmpty();
    }

    @Test
    void limitsAreSaidWithNumbers() {
        assertThat(site.say(ALICE, "post " + "x".repeat(60_001)))
                .contains("60001 characters, of which 60000 are allowed");
        assertThat(posts()).isEmpty();
    }

    // once

    @Test
    void theSameMessageTwiceIsOnePostAndHasTheSameAnswer() {
        Message message = site.message(ALICE, "1", "post: It rained");
        String answer = site.ask(message);
        site.clock.pass(Duration.ofDays(6));
        assertThat(site.ask(message)).isEqualTo(answer);
        assertThat(site.ask(site.message(ALICE.bare().withResource("other"), "1", "post: It rained")))
                .isEqualTo(answer);
        assertThat(posts()).hasSize(1);
    }

    @Test
    void theFirstAnswerIsGivenAgainWhateverHappenedSince() {
        site.say(ALICE, "post: It rained");
        Message message = site.message(CAROL, "1", "reply #1 Here too");
        String answer = site.ask(message);
        assertThat(answer).contains("waits until alice");
        site.journal.moderate(2, Comment.State.SHOWN, "k");
        assertThat(site.ask(message)).isEqualTo(answer);
    }

    @Test
    void aClientThatStartsItsIdsAnewLosesNothing() {
        assertThat(site.ask(site.message(ALICE, "1", "post: It rained"))).contains("#1");
        assertThat(site.ask(site.message(ALICE, "1", "post: It rained again"))).contains("#2");
        assertThat(site.ask(site.message(BOB, "1", "post: It rained"))).contains("#3");
        site.clock.pass(Duration.ofDays(8));
        assertThat(site.ask(site.message(ALICE, "1", "post: It rained"))).contains("#4");
    }

    @Test
    void theOriginIdCountsBeforeTheId() {
        Element origin =
                Element.builder("urn:xmpp:sid:0", "origin-id").attr("id", "o1").build();
        assertThat(site.ask(site.message(ALICE, "1", "post: It rained", origin)))
                .contains("#1");
        assertThat(site.ask(site.message(ALICE, "2", "post: It rained", origin)))
                .contains("#1");
        assertThat(site.ask(site.message(ALICE, "1", "post: It rained"))).contains("#2");
    }

    @Test
    void whatOnlyReadsIsAnsweredAfresh() {
        assertThat(site.ask(site.message(ALICE, "1", "last"))).contains("no posts yet");
        site.say(ALICE, "post: It rained");
        assertThat(site.ask(site.message(ALICE, "1", "last"))).contains("It rained");
    }

    @Test
    void aCorrectionChangesThePost() {
        site.ask(site.message(ALICE, "1", "post: It rianed"));
        Element replace = Element.builder("urn:xmpp:message-correct:0", "replace")
                .attr("id", "1")
                .build();
        assertThat(site.ask(site.message(ALICE, "2", "post: It rained", replace)))
                .isEqualTo("Post #1 is changed, for everybody: https://example.org/posts/1");
        assertThat(posts()).singleElement().extracting(Post::text).isEqualTo("It rained");
    }

    @Test
    void aCorrectionNamesTheMessageByItsIdThoughItHasAnOriginId() {
        Element origin =
                Element.builder("urn:xmpp:sid:0", "origin-id").attr("id", "o1").build();
        site.ask(site.message(ALICE, "1", "post: It rianed", origin));
        Element replace = Element.builder("urn:xmpp:message-correct:0", "replace")
                .attr("id", "1")
                .build();
        assertThat(site.ask(site.message(ALICE, "2", "post: It rained", replace)))
                .startsWith("Post #1 is changed");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void theSameWordsWithoutAnIdAreOneMessageForAWhile() {
        Message message = Message.of(Message.builder(Message.Type.CHAT)
                .attr("from", ALICE)
                .attr("to", BotSite.BOT)
                .child("body", "post: It rained"));
        assertThat(site.ask(message)).contains("#1");
        assertThat(site.ask(message)).contains("#1");
        site.clock.pass(601);
        assertThat(site.ask(message)).contains("#2");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void aCorrectedSlipIsDone() {
        site.ask(site.message(ALICE, "1", "pots: It rained"));
        Element replace = Element.builder("urn:xmpp:message-correct:0", "replace")
                .attr("id", "1")
                .build();
        assertThat(site.ask(site.message(ALICE, "2", "post: It rained", replace)))
                .contains("Posted as #1");
    }

    // comments

    @Test
    void aCommentStandsUnderItsPost() {
        site.say(ALICE, "post: It rained");
        assertThat(site.say(BOB, "reply #1 Here too\nand how"))
                .isEqualTo("Your comment stands as #2: https://example.org/posts/1?c=2#c2");
        assertThat(site.say(ALICE, "reply 2 Poor you")).contains("#3");
        assertThat(site.commentsUnder(1))
                .extracting(Comment::author, Comment::text, c -> c.parent().orElse(0))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bob", "Here too\nand how", 0L),
                        org.assertj.core.groups.Tuple.tuple("alice", "Poor you", 2L));
    }

    @Test
    void anAnswerToAnAlertIsAComment() {
        site.say(ALICE, "post: It rained");
        site.alerts.numbers.put("bob@example.org a1", 1L);
        Element fallback = Element.builder("urn:xmpp:fallback:0", "fallback")
                .attr("for", "urn:xmpp:reply:0")
                .child(Element.builder("urn:xmpp:fallback:0", "body")
                        .attr("start", "0")
                        .attr("end", "12")
                        .build())
                .build();
        assertThat(site.say(BOB, "> It rained\nHere too", reply("a1"), fallback))
                .contains("stands as #2");
        assertThat(site.commentsUnder(1)).extracting(Comment::text).containsExactly("Here too");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Help is on its way",
                "post more of these",
                "Last time it was better",
                "#1 fan here",
                "Link: see below",
                "code looks good",
                "reply soon, please",
                "hello",
                "whoami indeed"
            })
    void commentsThatBeginLikeACommandAreComments(String text) {
        site.say(ALICE, "post: It rained");
        site.alerts.numbers.put("bob@example.org a1", 1L);
        assertThat(site.say(BOB, text, reply("a1"))).contains("stands as #2");
        assertThat(site.commentsUnder(1)).extracting(Comment::text).containsExactly(text);
    }

    @ParameterizedTest
    @CsvSource({
        "help, I carry words",
        "help post, Posts to your journal",
        "post: mine, Posted as #2",
        "post [A] mine, Posted as #2",
        "reply #1 text, stands as #2",
        "whoami, You are bob"
    })
    void commandsWorkInAnAnswerToo(String text, String answer) {
        site.say(ALICE, "post: It rained");
        site.alerts.numbers.put("bob@example.org a1", 1L);
        assertThat(site.say(BOB, text, reply("a1"))).contains(answer);
    }

    @Test
    void anAnswerToSomethingElseIsNoComment() {
        site.say(ALICE, "post: It rained");
        site.alerts.numbers.put("alice@example.org a1", 1L);
        assertThat(site.say(BOB, "Here too", reply("a1"))).contains("cannot tell which post");
        assertThat(site.commentsUnder(1)).isEmpty();
    }

    @Test
    void whatOneCannotSeeIsNotThere() {
        site.say(ALICE, "post security: private\nDiary");
        site.say(ALICE, "post security: friends\nFor friends");
        assertThat(site.say(BOB, "reply #1 Hm")).isEqualTo("There is no #1 that you can see.");
        assertThat(site.say(BOB, "reply #2 Hm")).isEqualTo("There is no #2 that you can see.");
        assertThat(site.say(BOB, "reply #99 Hm")).isEqualTo("There is no #99 that you can see.");
        assertThat(site.say(BOB, "last")).contains("no posts yet");
        site.engine.put(
                ALICE.bare(),
                new RosterItem(BOB.bare(), "", List.of(), RosterItem.Subscription.FROM, false, false, ""));
        assertThat(site.say(BOB, "reply #2 Hm")).contains("stands as #3");
        assertThat(site.say(BOB, "last")).contains("For friends").doesNotContain("Diary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "reply #1", "reply text", "reply # 1 text", "reply #9999999999999999999 text"})
    void repliesWithoutNumberOrText(String line) {
        site.say(ALICE, "post: It rained");
        assertThat(site.say(BOB, line)).contains("Write: reply #NUMBER TEXT");
        assertThat(site.commentsUnder(1)).isEmpty();
    }

    @Test
    void theSameWordsUnderTheSameIdToTwoAlertsAreTwoComments() {
        site.say(ALICE, "post: It rained");
        site.say(ALICE, "post: It snowed");
        site.alerts.numbers.put("bob@example.org a1", 1L);
        site.alerts.numbers.put("bob@example.org a2", 2L);
        assertThat(site.ask(site.message(BOB, "1", "Thanks", reply("a1")))).contains("#3");
        assertThat(site.ask(site.message(BOB, "1", "Thanks", reply("a2")))).contains("#4");
        assertThat(site.ask(site.message(BOB, "1", "Thanks", reply("a1")))).contains("#3");
        assertThat(site.commentsUnder(1)).hasSize(1);
        assertThat(site.commentsUnder(2)).hasSize(1);
    }

    // what is no command

    @Test
    void unknownTextIsNoPost() {
        assertThat(site.say(ALICE, "It rained all day long, and then some"))
                .isEqualTo("I do not know what \"It rained all day long, …\" means, and nothing was posted."
                        + " To post, begin with \"post: \". For all I can do, write \"help\".");
        assertThat(posts()).isEmpty();
    }

    @Test
    void greetingsAreReturned() {
        assertThat(site.say(ALICE, "Hello!")).startsWith("Hello, alice!");
        assertThat(site.say(ALICE, "hello world, how do you do")).startsWith("I do not know");
        assertThat(site.say(CAROL, "hi there")).startsWith("Hello!");
    }

    @Test
    void threeHintsAnHourAndThenSilence() {
        for (int i = 0; i < 3; i++) {
            assertThat(site.say(ALICE, "hm " + i)).isNotEmpty();
        }
        assertThat(site.say(ALICE, "hm")).isEmpty();
        assertThat(site.say(ALICE, "post: still works")).contains("Posted");
        site.clock.pass(Duration.ofHours(1));
        assertThat(site.say(ALICE, "hm")).isNotEmpty();
    }

    @Test
    void encryptedWordsAreNoPostAndTheBotSaysWhatToDo() {
        Element omemo = Element.builder("eu.siacs.conversations.axolotl", "encrypted")
                .child("payload", "AAAA")
                .build();
        assertThat(site.say(ALICE, "post: I sent you an OMEMO encrypted message", omemo))
                .contains("encrypted")
                .contains("switch encryption");
        assertThat(posts()).isEmpty();
        site.say(ALICE, "?OTRv3?");
        site.say(ALICE, "?OTRv3?");
        assertThat(site.say(ALICE, "?OTRv3?")).isEmpty();
    }

    @Test
    void insideARoomNobodyIsKnown() {
        assertThat(site.say(ALICE, "post: hello", Element.of("http://jabber.org/protocol/muc#user", "x")))
                .contains("inside a room");
        assertThat(posts()).isEmpty();
    }

    // addresses

    private String codeFor(String answer) {
        Matcher code = Pattern.compile("code (\\S+)").matcher(answer);
        assertThat(code.find()).as(answer).isTrue();
        return code.group(1);
    }

    @Test
    void anotherAddressIsProvedAndPosts() {
        assertThat(site.say(CAROL, "post: From afar")).contains("I do not know who carol@elsewhere.example is");
        String code = codeFor(site.say(ALICE, "link xmpp:carol@elsewhere.example"));
        assertThat(site.say(CAROL, "code " + code)).startsWith("Welcome, alice.");
        assertThat(site.say(CAROL, "post: From afar")).contains("Posted as #1");
        assertThat(post(1).author()).isEqualTo("alice");
        assertThat(site.say(CAROL, "whoami")).contains("You are alice").contains("linked address");
        assertThat(site.say(ALICE, "identities"))
                .isEqualTo("alice@example.org: your account here, everything\n"
                        + "carol@elsewhere.example: post, comment, get alerts");
        assertThat(site.say(CAROL, "link dave@elsewhere.example")).contains("from your account here");
        assertThat(site.say(CAROL, "unlink")).contains("not linked with alice any more");
        assertThat(site.say(CAROL, "post: Again")).contains("I do not know who");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void whatAnAddressMayDoIsKept() {
        site.link(Right.ALERTS);
        site.say(ALICE, "post: It rained");
        assertThat(site.say(CAROL, "post: hello")).contains("You may not post from carol@elsewhere.example");
        assertThat(site.say(CAROL, "reply #1 hello")).contains("You may not comment from");
        assertThat(posts()).hasSize(1);
        assertThat(site.commentsUnder(1)).isEmpty();
    }

    @Test
    void codesAreSentFromTheAddressThatTheyAreFor() {
        String code = codeFor(site.say(ALICE, "link carol@elsewhere.example"));
        assertThat(site.say(ALICE, "code " + code)).contains("is sent from the address that it is for");
        assertThat(site.say(CAROL, "code please")).contains("ten letters and digits");
        assertThat(site.say(CAROL, "code AAAAA-AAAAA")).contains("not right").contains("Tries left: 4");
    }

    @Test
    void refusalsOfLink() {
        assertThat(site.say(ALICE, "link")).contains("Which address?");
        assertThat(site.say(ALICE, "link bob@example.org")).contains("account of this site");
        assertThat(site.say(ALICE, "link a b@c")).contains("no Jabber address");
        assertThat(site.say(ALICE, "link room@conference.example.net/nick")).contains("one occupant of a room");
        assertThat(site.say(CAROL, "link")).contains("link carol@elsewhere.example");
    }

    @Test
    void unlinkNamesTheChoices() {
        assertThat(site.say(ALICE, "unlink")).isEqualTo("No further address is linked with you.");
        site.link(Right.POST);
        assertThat(site.say(ALICE, "unlink")).isEqualTo("Which one? unlink carol@elsewhere.example");
        assertThat(site.say(CAROL, "unlink dave@elsewhere.example"))
                .contains("can only unlink carol@elsewhere.example");
        assertThat(site.say(ALICE, "unlink alice@example.org")).contains("cannot be unlinked");
        assertThat(site.say(ALICE, "unlink dave@elsewhere.example")).contains("not linked with you");
        assertThat(site.say(ALICE, "unlink carol@elsewhere.example")).contains("not linked with alice any more");
        assertThat(site.identities.of("alice")).isEmpty();
    }

    @Test
    void anAccountThatIsGoneIsAStranger() {
        site.link(Right.values());
        site.engine.leave(ALICE.bare());
        assertThat(site.say(CAROL, "post: hello")).contains("I do not know who");
        assertThat(site.say(ALICE, "post: hello")).contains("I do not know who");
    }

    // strangers

    @Test
    void aStrangersCommentWaits() {
        site.say(ALICE, "post: It rained");
        assertThat(site.say(CAROL, "reply #1 Here too"))
                .isEqualTo("Thank you. Your comment #2 waits until alice has looked at it.");
        assertThat(site.say(BOB, "reply #2 Really?")).contains("no #2 that you can see");
        assertThat(site.commentsUnder(1))
                .extracting(c -> c.author() + " " + c.state())
                .containsExactly("carol@elsewhere.example HELD");
    }

    @Test
    void strangersCommentOnlySoOften() {
        site.say(ALICE, "post: It rained");
        for (int i = 0; i < 10; i++) {
            assertThat(site.say(CAROL, "reply #1 Comment " + i)).contains("waits until alice");
        }
        assertThat(site.say(CAROL, "reply #1 One more")).contains("10 times within an hour");
        site.clock.pass(Duration.ofHours(1));
        assertThat(site.say(CAROL, "reply #1 One more")).contains("waits until alice");
        assertThat(site.commentsUnder(1)).hasSize(11);
    }

    @Test
    void strangersSeeOnlyWhatIsPublic() {
        site.say(ALICE, "post security: friends\nFor friends");
        assertThat(site.say(CAROL, "reply #1 Hm")).isEqualTo("There is no #1 that you can see.");
    }

    @Test
    void strangersCommentsCanBeOff() {
        try (BotSite closed = new BotSite(BridgeConfig.StrangerComments.OFF, cms -> cms)) {
            closed.say(ALICE, "post: It rained");
            assertThat(closed.say(CAROL, "reply #1 Hm")).contains("only members comment");
            assertThat(closed.commentsUnder(1)).isEmpty();
        }
    }

    @Test
    void strangersCommentsCanBeShownAtOnce() {
        try (BotSite open = new BotSite(BridgeConfig.StrangerComments.ON, cms -> cms)) {
            open.say(ALICE, "post: It rained");
            assertThat(open.say(CAROL, "reply #1 Hm")).contains("stands as #2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"post: hello", "last", "unlink", "identities", "whoami"})
    void aStrangerHearsHowToLink(String line) {
        assertThat(site.say(CAROL, line)).contains("I do not know who").contains("link carol@elsewhere.example");
    }

    @Test
    void helpTellsWhatOneMayDo() {
        String members = site.say(ALICE, "help");
        String strangers = site.say(CAROL, "HELP");
        assertThat(members).contains("post [Subject] TEXT").contains("unlink [ADDRESS]");
        assertThat(strangers).contains("link ADDRESS").contains("code CODE").doesNotContain("post [Subject]");
        assertThat(site.say(ALICE, "help post")).contains("security: friends");
        assertThat(site.say(ALICE, "help dance")).startsWith("There is no command \"dance\".");
    }

    // the shape of answers

    @Test
    void theAnswerHasTheTypeAndThreadOfTheQuestion() {
        Element.Builder question = Message.builder(Message.Type.NORMAL)
                .attr("id", "1")
                .attr("from", ALICE)
                .attr("to", BOT)
                .child("thread", "t1")
                .child("body", "help");
        site.bring(Message.of(question));
        Stanza answer = site.engine.next().orElseThrow();
        assertThat(answer.element().attr("type")).isEmpty();
        assertThat(answer.element().childText(Stanza.NS, "thread")).contains("t1");
        assertThat(answer.from()).contains(BOT);
        assertThat(answer.to()).contains(ALICE);
        assertThat(answer.id()).isPresent().isNotEqualTo(java.util.Optional.of("1"));
        site.bring(site.message(ALICE, "2", "help"));
        assertThat(site.engine.next().orElseThrow().element().attr("type")).contains("chat");
    }
}
