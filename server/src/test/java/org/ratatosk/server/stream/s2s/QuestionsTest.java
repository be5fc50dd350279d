package org.ratatosk.server.stream.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many keys are asked about at the same time, and for whom. */
@Tag("also-federation")
class QuestionsTest {
    private final Questions questions = new Questions();
    private final List<Runnable> open = new ArrayList<>();

    /** How many of so many are asked that one address shows, about a domain. */
    private int ask(int count, String address, String domain) {
        int before = open.size();
        for (int i = 0; i < count; i++) {
            questions.ask(address, domain).ifPresent(open::add);
        }
        return open.size() - before;
    }

    @Test
    void oneNetworkCannotHaveAllQuestionsAboutADomain() {
        assertThat(ask(3, "2001:db8::1", "victim.test")).isEqualTo(3);
        assertThat(ask(30, "2001:db8::2", "chat.victim.test")).isEqualTo(2);
        assertThat(ask(1, "2001:db8:0:1::1", "victim.test")).isEqualTo(1);
        assertThat(ask(1, "2001:db8::1", "another.test")).isEqualTo(1);
        open.get(0).run();
        assertThat(ask(2, "2001:db8::1", "victim.test")).isEqualTo(1);
    }

    @Test
    void aNetworkAndADomainHaveAShareEach() {
        int shown = 0;
        int about = 0;
        for (int i = 0; i < 10; i++) {
            shown += ask(5, "192.0.2.1", "a" + i + ".test");
            about += ask(5, "198.51.100." + i, "busy.test");
        }
        assertThat(shown).isEqualTo(25);
        assertThat(about).isEqualTo(25);
        open.get(0).run();
        assertThat(ask(5, "192.0.2.1", "b.test")).isEqualTo(1);
        assertThat(ask(5, "192.0.2.2", "b.test"))
                .as("what was refused holds nothing")
                .isEqualTo(5);
    }

    @Test
    void thereIsABoundForAll() {
        int all = 0;
        for (int i = 0; i < 100; i++) {
            all += ask(5, "192.0.2." + i, "a" + i + ".test");
        }
        assertThat(all).isEqualTo(400);
        open.forEach(Runnable::run);
        assertThat(ask(5, "192.0.2.1", "a1.test")).isEqualTo(5);
    }
}
