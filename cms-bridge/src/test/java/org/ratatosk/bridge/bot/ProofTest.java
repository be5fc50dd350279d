package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.bot.BotSite.ALICE;
import static org.ratatosk.bridge.bot.BotSite.CAROL;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.stanza.Proof;

/** What comes from a linked address counts only if its domain is proved as well as when it was linked. */
class ProofTest {
    private final BotSite site = new BotSite();
    private String code = "";

    @BeforeEach
    void aCode() {
        String answer = site.say(ALICE, "link carol@elsewhere.example");
        code = answer.lines()
                .filter(line -> line.startsWith("code "))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void provedByCertificateDialbackIsNotEnough() {
        assertThat(site.say(CAROL, Proof.CERTIFICATE, code)).startsWith("Welcome, alice");
        assertThat(site.say(CAROL, Proof.CERTIFICATE, "post: one")).startsWith("Posted as #1");
        for (String words :
                new String[] {"post: two", "unsub comments", "off", "whoami", "code AAAAA-22222", "hello"}) {
            assertThat(site.say(CAROL, Proof.DIALBACK, words))
                    .startsWith("I know carol@elsewhere.example, but its server did not prove itself as well")
                    .contains("then by a certificate, now by being called back", "example.org");
        }
        assertThat(site.say(CAROL, Proof.CERTIFICATE, "whoami")).startsWith("You are alice");
    }

    @Test
    void provedByDialbackDialbackIsEnough() {
        assertThat(site.say(CAROL, Proof.DIALBACK, code)).startsWith("Welcome, alice");
        assertThat(site.identities.at(CAROL).map(Identity::proof)).contains(Proof.DIALBACK);
        assertThat(site.say(CAROL, Proof.DIALBACK, "post: one")).startsWith("Posted as #1");
        assertThat(site.say(CAROL, Proof.CERTIFICATE, "post: two")).startsWith("Posted as #2");
    }

    @Test
    void fromNobodysAddressEveryProofIsTheSame() {
        assertThat(site.say(CAROL, Proof.DIALBACK, "sub alice")).startsWith("From now on");
    }
}
