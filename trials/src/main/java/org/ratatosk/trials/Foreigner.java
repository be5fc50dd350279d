package org.ratatosk.trials;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.packet.Message;
import org.jsoup.nodes.Document;

/** A member who also has an address on another server, which speaks with ours over TLS (RFC 6120), and proves it. Confined to one thread. */
final class Foreigner {
    private static final Pattern CODE = Pattern.compile("code ([A-Za-z0-9-]{4,40})");
    private static final String WRONG = "K7WQ2-M9XHD";
    private static final String TITLE = "Greetings from Utgard";
    private static final String TEXT = "The halls are large here, and so are the cats.";
    private final Stage stage;

    Foreigner(Stage stage) {
        this.stage = stage;
    }

    void play(Programme programme) {
        programme.step(
                "carol's address on another server is refused, proved with a code, posts, and gets alerts there",
                this::prove);
    }

    private void prove() throws Exception {
        stage.account(Stage.CAROL);
        stage.account(Stage.CAROL_ABROAD);
        Person home = stage.login(Stage.CAROL);
        Person abroad = stage.login(Stage.CAROL_ABROAD);
        beRefused(abroad);
        Matcher code = CODE.matcher(Person.body(home.ask("link " + Stage.CAROL_ABROAD)));
        if (!code.find()) {
            throw new Unmet("a code", "none in the bot's answer");
        }
        Stage.expect("the bot's answer to a wrong code", Person.body(abroad.ask("code " + WRONG)), "is not right");
        Stage.expect(
                "the bot's answer to the code", Person.body(abroad.ask("code " + code.group(1))), "Welcome, carol");
        post(abroad);
        getAlerts(abroad);
    }

    private void beRefused(Person abroad) throws Exception {
        String answer = Person.body(abroad.ask("post [" + TITLE + "] " + TEXT));
        Stage.expect("the refusal", answer, "link");
        Document journal = stage.browser().open(stage.product().siteUrl() + "/");
        if (journal.text().contains(TITLE)) {
            throw new Unmet("no post of an unproved address", journal.text());
        }
    }

    private void post(Person abroad) throws Exception {
        Message answer = abroad.ask("post [" + TITLE + "] " + TEXT);
        String link = Stage.link(Person.body(answer));
        Document page = stage.browser().open(link);
        stage.say("GET " + link + "\n" + page.text());
        Stage.expect("the page", page.text(), TEXT);
        Stage.expect("the page", page.text(), "carol");
    }

    private void getAlerts(Person abroad) throws Exception {
        abroad.ask("sub alice");
        String title = "For those abroad";
        stage.person(Stage.ALICE).ask("post [" + title + "] Can you hear me behind the wall?");
        Stage.expect("the alert", Person.body(abroad.awaitFrom(Person.BOT, title)), "behind the wall");
    }
}
