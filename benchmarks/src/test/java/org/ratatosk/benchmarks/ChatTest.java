package org.ratatosk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.trials.Authority;

class ChatTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnEchoGivesBackIsCountedAndNothingIsLost() throws Exception {
        Authority authority = new Authority(folder.resolve("ca.crt"));
        authority.issueElliptic(folder, "localhost", "localhost");
        Channel echo = Echo.start(0, folder.resolve("localhost.crt"), folder.resolve("localhost.key"));
        int port = ((InetSocketAddress) echo.localAddress()).getPort();
        Target target = new Target(
                "127.0.0.1", port, "localhost", Target.Kind.ECHO, Tls.context(Optional.of(authority.file())), "unused");
        try (Crowd crowd = new Crowd(target)) {
            List<Session> sessions = crowd.login(0, 3, false);
            crowd.settle(sessions);
            Chat chat = new Chat(crowd, sessions, sessions, false);
            chat.pace(1000, Duration.ofMillis(100));
            assertThat(chat.end()).isZero();
            assertThat(chat.received()).isEqualTo(100);
            assertThat(chat.latency().getTotalCount()).isEqualTo(100);
            assertThat(chat.latency().getMinValue()).isPositive();
            chat.saturate(10);
            assertThat(chat.end()).isZero();
            assertThat(chat.received()).isGreaterThanOrEqualTo(30);
            crowd.leave(sessions);
            assertThat(crowd.breaks()).isEmpty();
        } finally {
            echo.close().sync();
            echo.eventLoop().parent().shutdownGracefully();
        }
    }
}
