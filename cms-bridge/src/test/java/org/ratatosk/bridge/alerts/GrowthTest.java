package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.outbox.Alert.State;

/** One post and many who follow its author: all are told once, and never more than a page of them is in memory. */
class GrowthTest {
    private static final int FOLLOWERS = 5_000;
    private static final int PAGE = 500;

    @Test
    void manyFollowersAreToldPageByPage(@TempDir Path folder) {
        try (World world = new World(folder, AlertSettings.DEFAULTS)) {
            world.site.join("alice");
            world.crowd(FOLLOWERS, new Topic(Target.MEMBER, "alice"));
            List<Integer> pages = new ArrayList<>();
            AtomicInteger made = new AtomicInteger();
            world.site.post("alice", "", "text");
            while (world.alerts().round()) {
                int now = world.alerts().counts().getOrDefault(State.WAITING, 0);
                pages.add(now - made.getAndSet(now));
            }
            assertThat(pages).allMatch(size -> size <= PAGE);
            assertThat(made).hasValue(FOLLOWERS);
            world.settle();
            assertThat(world.alerts().counts()).isEqualTo(java.util.Map.of(State.SENT, FOLLOWERS));
            assertThat(Set.copyOf(world.sender.messages().stream()
                            .map(m -> m.to().orElseThrow())
                            .toList()))
                    .hasSize(FOLLOWERS);
            assertThat(world.sender.messages()).hasSize(FOLLOWERS);
        }
    }
}
