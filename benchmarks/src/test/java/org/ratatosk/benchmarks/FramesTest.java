package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final String STREAM = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' a=\"'>\">"
            + "<a/> <message id='1/'><body>1 &lt; 2 ></body><x/></message>\n<b c='/>'></b></stream:stream>";

    private static final List<String> ELEMENTS =
            List.of("<a/>", "<message id='1/'><body>1 &lt; 2 ></body><x/></message>", "<b c='/>'></b>", "closed");

    @Test
    void elementsAreFoundWhereverTheNetworkCutsThem() {
        for (int size = 1; size <= STREAM.length(); size++) {
            assertThat(read(size)).as("in pieces of " + size).isEqualTo(ELEMENTS);
        }
    }

    private static List<String> read(int size) {
        Frames frames = new Frames();
        List<String> found = new ArrayList<>();
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            frames.feed(Unpooled.wrappedBuffer(bytes, at, Math.min(size, bytes.length - at)), new Frames.Sink() {
                @Override
                public void element(byte[] all, int from, int to) {
                    found.add(new String(all, from, to - from, UTF_8));
                }

                @Override
                public void closed() {
                    found.add("closed");
                }
            });
        }
        return found;
    }
}
