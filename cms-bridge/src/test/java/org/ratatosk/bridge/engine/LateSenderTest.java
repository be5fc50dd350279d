package org.ratatosk.bridge.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.route.Sender.Fate;
import org.ratatosk.server.stanza.Presence;

class LateSenderTest {
    private static final Presence HERE = Presence.of(Presence.builder(Presence.Type.AVAILABLE));

    @Test
    void whatIsSentEarlierWaits() {
        TestEngine engine = new TestEngine();
        LateSender late = new LateSender();
        CompletionStage<Fate> fate = late.send(HERE);
        assertThat(fate.toCompletableFuture()).isNotDone();
        late.use(engine);
        assertThat(fate.toCompletableFuture()).isCompletedWithValue(Fate.STORED);
        assertThat(engine.rest()).hasSize(1);
        late.send(HERE);
        assertThat(engine.rest()).hasSize(1);
        assertThatThrownBy(() -> late.use(engine)).isInstanceOf(IllegalStateException.class);
    }
}
