package org.ratatosk.trials;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.Message;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** The running servers, the people who use it, and what later steps need of earlier ones. Confined to one thread. */
final class Stage implements AutoCloseable {
    static final String ADMIN = "odin@" + Product.HOME;
    static final String ALICE = "alice@" + Product.HOME;
    static final String BOB = "bob@" + Product.HOME;
    static final String CAROL = "carol@" + Product.HOME;
    static final String CAROL_ABROAD = "carol@" + Product.ABROAD;
    static final String STRANGER = "loki@" + Product.ABROAD;
    private static final int FEW = 3;
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final Pattern NUMBER = Pattern.compile("#(\\d+)");

    private final Worlds worlds;
    private final Programme programme;
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, Set<String>> heard = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private @Nullable Trust trust;
    private @Nullable Message alert;

    Stage(Worlds worlds, Programme programme) {
        this.worlds = worlds;
        this.programme = programme;
    }

    Worlds worlds() {
        return worlds;
    }

    /** The server of the site. */
    Product product() {
        return worlds.home();
    }

    void say(String lines) {
        programme.say(lines);
    }

    /** Has many alike things said, of which a few are shown. */
    void sayFew(Programme.Scene scene) throws Exception {
        programme.few(FEW, scene);
    }

    /** Trust in the authority of both servers. */
    Trust trust() throws IOException, GeneralSecurityException {
        if (trust == null) {
            trust = Trust.in(worlds.authority());
        }
        return trust;
    }

    Browser browser() throws IOException, GeneralSecurityException {
        return new Browser(trust());
    }

    /** Has an account made by the launcher, and sets its password on the page of the one-time link, as its owner would. */
    void account(String jid) throws Exception {
        String printed = worlds.of(jid).run("user", "add", jid);
        Document page = setPassword(link(printed), password(jid));
        String text = page.html();
        if (!text.contains("xmpp:" + jid)) {
            throw new Unmet("a page with xmpp:" + jid + " after the password was set", page.text());
        }
        say("$ ./ratatosk user add " + jid + "\n"
                + LINK.matcher(printed.strip()).replaceAll("https://…")
                + "\nThe page behind the link set the password and shows xmpp:" + jid + ".");
    }

    /** Becomes the admin behind the one-time link that the server printed at its first start. */
    void firstAdmin() throws Exception {
        String link = product().printed("(https://\\S+/first-admin/\\S+)").group(1);
        Browser browser = browser();
        Document page = browser.submit(browser.open(link), Map.of("name", "odin", "password", password(ADMIN)));
        if (!page.html().contains("xmpp:" + ADMIN)) {
            throw new Unmet("a page with xmpp:" + ADMIN + " after the admin was set up", page.text());
        }
        say("The one-time link that the server printed made " + ADMIN + " an admin.");
    }

    /** Opens a one-time link and sets a password there. */
    Document setPassword(String link, String password) throws Exception {
        Browser browser = browser();
        return browser.submit(browser.open(link), Map.of("password", password));
    }

    static String link(String printed) {
        Matcher matcher = LINK.matcher(printed);
        if (!matcher.find()) {
            throw new Unmet("a link", printed.strip());
        }
        return matcher.group();
    }

    /** The number of the post or comment that a text names first. */
    static long number(Message message) {
        Matcher matcher = NUMBER.matcher(Person.body(message));
        if (!matcher.find()) {
            throw new Unmet("a number like #1", "\"" + Person.body(message) + "\"");
        }
        return Long.parseLong(matcher.group(1));
    }

    String password(String jid) {
        return passwords.computeIfAbsent(jid, one -> one.replace('@', '-') + "-likes-acorns");
    }

    /** Logs somebody in and says how. */
    Person login(String jid)
            throws IOException, InterruptedException, SmackException, XMPPException, GeneralSecurityException {
        Person person = Person.login(
                worlds.of(jid),
                trust(),
                jid,
                password(jid),
                heard.computeIfAbsent(jid, one -> ConcurrentHashMap.newKeySet()),
                programme::say);
        people.put(jid, person);
        say(jid + " is logged in by " + person.howLoggedIn() + ".");
        return person;
    }

    /** Somebody who has logged in before. */
    Person person(String jid) {
        Person person = people.get(jid);
        if (person == null) {
            throw new Unmet("that " + jid + " is logged in", "an earlier step that failed");
        }
        return person;
    }

    /** Somebody who is logged in, or is now. */
    Person present(String jid) throws Exception {
        return people.containsKey(jid) ? person(jid) : login(jid);
    }

    void logout(String jid) {
        Person person = people.remove(jid);
        if (person != null) {
            person.close();
        }
    }

    /** Forgets connections that the server's death has cut. */
    void allGone() {
        people.values().forEach(Person::vanish);
        people.clear();
    }

    void note(String name, String value) {
        notes.put(name, value);
    }

    /** What an earlier step has found. */
    String noted(String name) {
        String value = notes.get(name);
        if (value == null) {
            throw new Unmet("to know " + name, "an earlier step that failed");
        }
        return value;
    }

    void alert(Message message) {
        alert = message;
    }

    Message alert() {
        if (alert == null) {
            throw new Unmet("to have bob's alert", "an earlier step that failed");
        }
        return alert;
    }

    /** Fails unless a text holds another. */
    static void expect(String what, String text, String part) {
        if (!text.contains(part)) {
            throw new Unmet("\"" + part + "\" in " + what, "\"" + text + "\"");
        }
    }

    @Override
    public void close() {
        people.values().forEach(Person::vanish);
    }
}
