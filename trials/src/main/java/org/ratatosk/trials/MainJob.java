package org.ratatosk.trials;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.packet.Message;
import org.jsoup.nodes.Document;

/** The main job: login, post, page, alert, comment. Confined to one thread. */
final class MainJob {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s)>]+");
    private static final String TITLE = "A nut fell";
    private static final String TEXT = "Ratatosk ran down the tree at dawn with a word from the eagle.";
    private static final String COMMENT = "And what did the dragon answer?";
    private final Stage stage;

    MainJob(Stage stage) {
        this.stage = stage;
    }

    void play(Programme programme) {
        programme.step("alice and bob log in with SCRAM over verified TLS", this::logIn);
        programme.step("bob subscribes to alice", this::subscribe);
        programme.step("alice posts by bot, with a subject and tags", this::post);
        programme.step("the post is on its page, fetched over HTTP", this::readPage);
        programme.step("bob's alert comes, with excerpt and link", this::hear);
        programme.step("bob answers the alert and the comment is on the page", this::answer);
        programme.step("alice hears of the comment", this::hearOfComment);
    }

    private void logIn() throws Exception {
        stage.firstAdmin();
        stage.account(Stage.ALICE);
        stage.account(Stage.BOB);
        for (String jid : new String[] {Stage.ALICE, Stage.BOB}) {
            Stage.expect("the login", stage.login(jid).howLoggedIn(), "SCRAM-SHA-1 over verified TLS");
        }
    }

    private void subscribe() throws Exception {
        Message answer = stage.person(Stage.BOB).ask("sub alice");
        Stage.expect("the bot's answer", Person.body(answer), "alice");
        Stage.expect(
                "the list of subscriptions", Person.body(stage.person(Stage.BOB).ask("subs")), "alice");
    }

    private void post() throws Exception {
        Message answer =
                stage.person(Stage.ALICE).ask("post [" + TITLE + "]\ntags: tree, squirrel\nmood: busy\n" + TEXT);
        stage.note("the post's number", String.valueOf(Stage.number(answer)));
        Matcher link = LINK.matcher(Person.body(answer));
        if (!link.find()) {
            throw new Unmet("a link to the post", "\"" + Person.body(answer) + "\"");
        }
        stage.note("the post's page", link.group());
    }

    private void readPage() throws Exception {
        String url = stage.noted("the post's page");
        Document page = stage.browser().open(url);
        stage.say("GET " + url + "\n" + page.text());
        for (String part : new String[] {TITLE, TEXT, "alice", "tree", "squirrel"}) {
            Stage.expect("the page", page.text(), part);
        }
    }

    private void hear() throws Exception {
        Message alert = stage.person(Stage.BOB).awaitFrom(Person.BOT, TITLE);
        stage.alert(alert);
        for (String part :
                new String[] {"alice", TEXT, stage.noted("the post's page"), "#" + stage.noted("the post's number")}) {
            Stage.expect("the alert", Person.body(alert), part);
        }
    }

    private void answer() throws Exception {
        Person bob = stage.person(Stage.BOB);
        Message alert = stage.alert();
        bob.forget();
        bob.answer(alert, COMMENT);
        Message answer = bob.awaitFrom(Person.BOT, "an answer of the bot", message -> true);
        stage.note("the comment's number", String.valueOf(Stage.number(answer)));
        String url = stage.noted("the post's page");
        Document page = stage.browser().open(url);
        stage.say("GET " + url + "\n" + page.text());
        Stage.expect("the page", page.text(), COMMENT);
        Stage.expect("the page", page.text(), "bob");
    }

    private void hearOfComment() throws Exception {
        Message alert = stage.person(Stage.ALICE).awaitFrom(Person.BOT, COMMENT);
        Stage.expect("the alert", Person.body(alert), "bob");
        Stage.expect("the alert", Person.body(alert), "#" + stage.noted("the comment's number"));
    }
}
