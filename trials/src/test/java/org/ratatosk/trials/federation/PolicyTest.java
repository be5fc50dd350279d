package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ratatosk.trials.Person;

/** Whom the product does not meet by default or because its owner says so; whoever wrote there is told why, in words. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyTest {
    private static final String BLOCKED = "rooms.prosody.example";
    private Neighbours neighbours;
    private Person alice;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours("domains { \"" + BLOCKED + "\" = blocked }");
        neighbours.start().withProsody();
        alice = neighbours.login("alice@" + Neighbours.HOME);
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    private StanzaError refusal(String to) throws Exception {
        alice.say(to, "Let me in");
        Message error = alice.awaitError(to);
        assertThat(error.getError().getDescriptiveText()).isNotBlank();
        System.out.println("| to " + to + ": " + error.getError().getDescriptiveText());
        return error.getError();
    }

    @Test
    void aCertificateForSomebodyElseIsNotEnough() throws Exception {
        StanzaError refusal = refusal("bob@old.prosody.example");
        assertThat(refusal.getDescriptiveText()).contains("old.prosody.example").contains("certificate");
    }

    @Test
    void whoeverComesWithSuchACertificateIsRefused() throws Exception {
        Person bob = neighbours.login("bob@old.prosody.example");
        bob.say(alice.jid(), "Let me in");
        bob.awaitError(alice.jid());
        assertThat(alice.all()).extracting(Person::body).doesNotContain("Let me in");
    }

    @Test
    void aBlockedDomainIsNotSpokenTo() throws Exception {
        assertThat(refusal("hall@" + BLOCKED).getDescriptiveText()).contains(BLOCKED);
        assertThat(neighbours.peers().get(0).log())
                .doesNotContain("identity from " + Neighbours.HOME + " for " + BLOCKED);
    }

    @Test
    void aDomainThatNobodyHasIsNotFound() throws Exception {
        assertThat(refusal("bob@nowhere.example").getCondition()).isEqualTo(Condition.remote_server_not_found);
    }

    @Test
    void othersAreStillMet() throws Exception {
        Person bob = neighbours.login("bob@prosody.example");
        alice.say(bob.jid(), "Come in");
        bob.awaitFrom(alice.jid(), "Come in");
    }
}
