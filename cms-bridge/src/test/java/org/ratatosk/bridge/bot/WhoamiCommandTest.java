package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.identity.Identity.Right.ALERTS;
import static org.ratatosk.bridge.identity.Identity.Right.COMMENT;
import static org.ratatosk.bridge.identity.Identity.Right.POST;

import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

class WhoamiCommandTest {
    private static final Jid HOME = Jid.of("alice@example.org");
    private static final Jid AWAY = Jid.of("al@elsewhere.example");

    @Test
    void atHomeEverythingMayBeDone() {
        assertThat(answer("Alice Liddell", HOME, Set.of(POST, COMMENT, ALERTS), true))
                .isEqualTo("You are alice (Alice Liddell), writing from your account here, alice@example.org."
                        + " You may: post, comment, get alerts.");
    }

    @Test
    void aLinkedAddressMayDoWhatItsRightsSay() {
        assertThat(answer("Alice Liddell", AWAY, Set.of(ALERTS), false))
                .contains("your linked address al@elsewhere.example")
                .endsWith("You may: get alerts.");
    }

    @Test
    void aNameThatIsShownAsItIsStandsThereOnce() {
        assertThat(answer("alice", HOME, Set.of(), true))
                .startsWith("You are alice, writing")
                .endsWith("You may: nothing.");
    }

    @Test
    void isForMembers() {
        assertThat(new WhoamiCommand().access()).isEqualTo(Command.Access.MEMBER);
    }

    private static String answer(String shown, Jid address, Set<Identity.Right> rights, boolean home) {
        Member alice = new Member("alice", HOME, shown, Security.PUBLIC, true);
        Command.Caller caller = new Command.Caller(alice, address, rights, home);
        return new WhoamiCommand()
                .run(new Command.Request(address, caller, "", "key", Proof.HOSTED, OptionalLong.empty()));
    }
}
