package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ratatosk.trials.Person;

/** A domain that cannot be reached delays its own alerts, not those of others; when it can be, it gets them, each once. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadDomainsTest {
    private static final String SHUT = "ejabberd.example";
    private static final String SILENT = "old.ejabberd.example";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours(
                Road.STARTTLS,
                "limits { longest-retry = 2 seconds }, domains { \"" + SILENT + "\" = dialback }",
                "",
                SHUT,
                SILENT);
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    @Test
    void onlyTheAlertsOfADeadDomainWait() throws Exception {
        Person alice = neighbours.login("alice@" + Neighbours.HOME);
        Site.post(alice, "Before it all");
        Person una = neighbours.login("una@prosody.example");
        Person egil = neighbours.login("egil@" + SHUT);
        Person odd = neighbours.login("odd@" + SILENT);
        List<Person> all = List.of(una, egil, odd);
        for (Person one : all) {
            assertThat(Person.body(one.ask(Site.BOT, "sub alice"))).contains("alice");
        }
        neighbours.gate(SHUT).shut();
        neighbours.gate(SILENT).keepSilent();
        Site.post(alice, "First of three");
        una.awaitFrom(Site.BOT, "First of three");
        Site.post(alice, "Second of three");
        una.awaitFrom(Site.BOT, "Second of three");
        Awaitility.await("somebody who waits for a word of " + SILENT)
                .atMost(PATIENCE)
                .until(() -> neighbours.gate(SILENT).connections() > 0);
        neighbours.gate(SHUT).open();
        neighbours.gate(SILENT).open();
        for (Person one : List.of(egil, odd)) {
            Awaitility.await("the alerts that waited for " + one.jid())
                    .atMost(PATIENCE)
                    .until(() -> Site.count(one, "First of three") > 0 && Site.count(one, "Second of three") > 0);
        }
        Site.post(alice, "Third of three");
        for (Person one : all) {
            one.awaitFrom(Site.BOT, "Third of three");
            assertThat(Site.count(one, "of three"))
                    .as("alerts of %s", one.jid())
                    .isEqualTo(3);
        }
    }
}
