package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Viewer;

class InflowTest {
    private TestMirror cms;
    private Mirror mirror;
    private Inflow inflow;

    @BeforeEach
    void open() throws IOException {
        cms = new TestMirror();
        mirror = cms.mirror();
        inflow = inflow();
    }

    private Inflow inflow() {
        return new Inflow(cms.remote, mirror, Duration.ofDays(1), new Random(1), hub -> {});
    }

    @AfterEach
    void close() throws IOException {
        inflow.close();
        cms.close();
    }

    private List<String> titles() {
        return mirror.latest(Sight.of(Viewer.ANYBODY), Long.MAX_VALUE, 1000).stream()
                .map(Post::title)
                .toList();
    }

    @Test
    void itReadsAtTheStartAndWhenWoken() {
        for (int i = 0; i < 150; i++) {
            cms.small.post("romeo", "Post " + i, "More than one page of them.");
        }
        inflow.start();
        await().until(() -> titles().size() == 150);
        cms.small.post("romeo", "New", "Now.");
        inflow.wake();
        await().until(() -> titles().contains("New"));
        assertThat(inflow.trouble()).isEmpty();
    }

    @Test
    void itGoesOnWhereItWasWhenTheCmsIsBack() {
        inflow.wake();
        await().until(() -> mirror.cursor().equals("0"));
        cms.gate.mood(Gate.Mood.BROKEN);
        cms.small.post("romeo", "Meanwhile", "Nobody heard.");
        inflow.wake();
        await().until(() -> inflow.trouble().isPresent());
        assertThat(inflow.trouble().orElseThrow()).contains("cannot do it now");
        assertThat(titles()).isEmpty();
        cms.gate.mood(Gate.Mood.CALM);
        inflow.wake();
        await().until(() -> titles().contains("Meanwhile"));
        await().until(() -> inflow.trouble().isEmpty());
    }

    @Test
    void afterARestartItGoesOnWhereItWas() {
        cms.small.post("romeo", "Before", "Read.");
        inflow.wake();
        await().until(() -> titles().contains("Before"));
        inflow.close();
        cms.small.post("romeo", "Between", "Not read yet.");
        int asked = cms.gate.requests().size();
        inflow = inflow();
        inflow.start();
        await().until(() -> titles().contains("Between"));
        assertThat(cms.gate.requests().get(asked)).contains("after=1");
    }
}
