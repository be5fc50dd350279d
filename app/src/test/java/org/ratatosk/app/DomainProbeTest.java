package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ratatosk.app.control.Answer;
import org.ratatosk.server.admin.Peers;

class DomainProbeTest {
    private final List<Peers.Step> steps = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final DomainProbe test = new DomainProbe(
            new Peers() {
                @Override
                public boolean enabled() {
                    return true;
                }

                @Override
                public List<Peer> all() {
                    return List.of();
                }

                @Override
                public Map<String, Rule> rules() {
                    return Map.of();
                }

                @Override
                public void rule(String domain, Optional<Rule> rule) {
                    throw new AssertionError(domain);
                }

                @Override
                public void close(String domain) {
                    throw new AssertionError(domain);
                }

                @Override
                public CompletionStage<Void> test(String local, String domain, Consumer<Step> watcher) {
                    asked.add(local + " " + domain);
                    steps.forEach(watcher);
                    return CompletableFuture.completedFuture(null);
                }
            },
            List.of("example.org", "two.example"));

    @Test
    void eachStepIsALine() {
        steps.add(new Peers.Step("dns", true, "xmpp.far.example:5269 by SRV"));
        steps.add(new Peers.Step("connect", true, "203.0.113.9:5269"));
        assertThat(test.run("Far.example")).isEqualTo(Answer.done("""
                        ✓ DNS: xmpp.far.example:5269 by SRV
                        ✓ Connect: 203.0.113.9:5269
                        far.example answers example.org."""));
        assertThat(asked).containsExactly("example.org far.example");
    }

    @Test
    void whereItEndsItSaysSo() {
        steps.add(new Peers.Step("policy", false, "it is blocked here"));
        assertThat(test.run("far.example"))
                .isEqualTo(Answer.failed("✗ Policy: it is blocked here\n    → "
                        + steps.get(0).advice() + "\nfar.example was not reached from example.org."));
        assertThat(steps.get(0).advice()).contains("s2s.only");
        steps.clear();
        assertThat(test.run("far.example").code()).isEqualTo(1);
    }

    @Test
    void onlyOtherDomainsAreGoneTo() {
        assertThat(test.run("-").text()).contains("is no domain");
        assertThat(test.run("two.example").text()).contains("is a domain of this server itself");
        assertThat(test.run("alice@two.example").text()).contains("is a domain of this server itself");
        assertThat(asked).isEmpty();
    }

    @Test
    void ofAnAddressTheDomainIsGoneTo() {
        steps.add(new Peers.Step("dns", true, "xmpp.far.example:5269 by SRV"));
        assertThat(test.run("xmpp:alice@far.example").text())
                .startsWith("Of \"xmpp:alice@far.example\" only the domain far.example is tested.\n✓ DNS: ");
        assertThat(asked).containsExactly("example.org far.example");
    }
}
