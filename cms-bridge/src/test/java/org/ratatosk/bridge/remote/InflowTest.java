package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.store.sql.SqlMirrorStore;
import org.ratatosk.bridge.store.sql.TestDatabase;

class InflowTest {
    private static final SiteKey KEY = SiteKey.fresh("k1", new SecureRandom());

    private final TestDatabase db = new TestDatabase();
    private SmallCms small;
    private Gate gate;
    private Mirror mirror;
    private RemoteCms remote;
    private Inflow inflow;

    @BeforeEach
    void open() throws IOException {
        small = new SmallCms(KEY);
        gate = new Gate(small.base().getPort());
        remote = new ContractCms(
                "contract", gate.before(small.base()).toString(), KEY, Loopback.patient(), InstantSource.system());
        mirror = new Mirror(
                remote,
                new SqlMirrorStore(db, new Links("https://example.org")),
                member -> Optional.empty(),
                home -> Optional.of("1"),
                new Names(List.of("example.org")),
                Limits.DEFAULTS,
                new TestClock(),
                time -> {});
        inflow = new Inflow(remote, mirror, Duration.ofDays(1), new Random(1));
    }

    @AfterEach
    void close() throws IOException {
        inflow.close();
        gate.close();
        small.close();
        db.close();
    }

    private List<String> titles() {
        return mirror.latest(Sight.of(Viewer.ANYBODY), Long.MAX_VALUE, 1000).stream()
                .map(Post::title)
                .toList();
    }

    @Test
    void itReadsAtTheStartAndWhenWoken() {
        for (int i = 0; i < 150; i++) {
            small.post("romeo", "Post " + i, "More than one page of them.");
        }
        inflow.start();
        await().until(() -> titles().size() == 150);
        small.post("romeo", "New", "Now.");
        inflow.wake();
        await().until(() -> titles().contains("New"));
        assertThat(inflow.trouble()).isEmpty();
    }

    @Test
    void itGoesOnWhereItWasWhenTheCmsIsBack() {
        inflow.wake();
        await().until(() -> mirror.cursor().equals("0"));
        gate.mood(Gate.Mood.BROKEN);
        small.post("romeo", "Meanwhile", "Nobody heard.");
        inflow.wake();
        await().until(() -> inflow.trouble().isPresent());
        assertThat(inflow.trouble().orElseThrow()).contains("cannot do it now");
        assertThat(titles()).isEmpty();
        gate.mood(Gate.Mood.CALM);
        inflow.wake();
        await().until(() -> titles().contains("Meanwhile"));
        await().until(() -> inflow.trouble().isEmpty());
    }

    @Test
    void afterARestartItGoesOnWhereItWas() {
        small.post("romeo", "Before", "Read.");
        inflow.wake();
        await().until(() -> titles().contains("Before"));
        inflow.close();
        small.post("romeo", "Between", "Not read yet.");
        int asked = gate.requests().size();
        inflow = new Inflow(remote, mirror, Duration.ofDays(1), new Random(1));
        inflow.start();
        await().until(() -> titles().contains("Between"));
        assertThat(gate.requests().get(asked)).contains("after=1");
    }
}
