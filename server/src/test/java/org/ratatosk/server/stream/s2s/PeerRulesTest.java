package org.ratatosk.server.stream.s2s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.FederationConfig.Security;

@Tag("also-federation")
class PeerRulesTest {
    @TempDir
    Path folder;

    private PeerRules rules() {
        FederationConfig off = FederationConfig.off();
        FederationConfig config = new FederationConfig(
                true,
                off.starttls(),
                off.directTls(),
                Security.SECURE,
                Map.of("old.example", Security.DIALBACK, "bad.example", Security.BLOCKED),
                off.only(),
                off.overrides(),
                off.resolver(),
                off.allowPrivate(),
                off.proofs(),
                off.bounds());
        return new PeerRules(config, folder.resolve("peer-rules"));
    }

    @Test
    void theConfigurationHoldsWhereThereIsNoRule() {
        PeerRules rules = rules();
        assertThat(rules.of("far.example")).isEqualTo(Security.SECURE);
        assertThat(rules.of("old.example")).isEqualTo(Security.DIALBACK);
        assertThat(rules.of("x.bad.example")).isEqualTo(Security.BLOCKED);
        assertThat(rules.all()).isEmpty();
    }

    @Test
    void aRuleWinsAndIsKept() {
        rules().set("old.example", Optional.of(Security.BLOCKED));
        rules().set("bad.example", Optional.of(Security.SECURE));
        PeerRules rules = rules();
        assertThat(rules.of("old.example")).isEqualTo(Security.BLOCKED);
        assertThat(rules.of("a.b.old.example")).isEqualTo(Security.BLOCKED);
        assertThat(rules.of("notold.example")).isEqualTo(Security.SECURE);
        assertThat(rules.of("bad.example")).isEqualTo(Security.SECURE);
        assertThat(rules.of("x.bad.example")).isEqualTo(Security.BLOCKED);
        rules.set("old.example", Optional.empty());
        assertThat(rules().of("old.example")).isEqualTo(Security.DIALBACK);
        assertThat(rules().all()).containsOnlyKeys("bad.example");
    }

    @Test
    void aFileThatIsNotUnderstoodOpensNothing() throws Exception {
        for (String text : List.of("bad.example", "bad.example maybe", "")) {
            Files.writeString(folder.resolve("peer-rules"), text + "\n");
            assertThatThrownBy(this::rules)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("peer-rules")
                    .hasMessageContaining("secure, dialback, plaintext, blocked");
        }
    }

    @Test
    void whatCannotBeKeptChangesNothing() throws Exception {
        PeerRules rules = rules();
        Files.createDirectories(folder.resolve("peer-rules.next/x"));
        assertThatThrownBy(() -> rules.set("far.example", Optional.of(Security.BLOCKED)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be kept");
        assertThat(rules.of("far.example")).isEqualTo(Security.SECURE);
    }
}
