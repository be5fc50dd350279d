package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.trials.Person;

/** The site of the product among its neighbours, and what people tell its bot. Immutable. */
record Site(Neighbours neighbours) {
    static final String BOT = "ratatosk@" + Neighbours.HOME;

    private static final Pattern CODE = Pattern.compile("code ([A-Za-z0-9-]{4,40})");
    private static final Pattern POSTED = Pattern.compile("Posted as #(\\d+)");

    /** Somebody with an account at the site proves the address that they use. */
    Person member(String name, String domain) throws Exception {
        Person home = neighbours.login(name + "@" + Neighbours.HOME);
        Person away = neighbours.login(name + "@" + domain);
        assertThat(Person.body(away.ask(BOT, "post [Too early] I am nobody yet.")))
                .contains("link");
        link(home, away);
        home.close();
        return away;
    }

    /** A member proves an address. */
    static void link(Person home, Person away) throws Exception {
        Matcher code = CODE.matcher(Person.body(home.ask(BOT, "link " + away.jid())));
        assertThat(code.find()).as("a code").isTrue();
        assertThat(Person.body(away.ask(BOT, "code " + code.group(1)))).contains("Welcome");
    }

    /** Somebody writes a post; returns its number. */
    static long post(Person author, String title) throws Exception {
        Matcher number = POSTED.matcher(Person.body(author.ask(BOT, "post [" + title + "] Who hears of it?")));
        assertThat(number.find()).as("a number").isTrue();
        return Long.parseLong(number.group(1));
    }

    /** How many of the messages that somebody got tell of something. */
    static long count(Person person, String title) {
        return person.all().stream()
                .filter(message -> Person.body(message).contains(title))
                .count();
    }
}
