package org.ratatosk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.trials.Authority;

/** What the generator says when it cannot do its work. */
class BenchTest {
    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    private int bench(String... words) {
        return Bench.run(new PrintWriter(said), words);
    }

    @Test
    void anOptionThatThereIsNotIsSaidInTwoLines() {
        assertThat(bench("--acounts", "10")).isEqualTo(2);
        assertThat(bench("compare", "--rounds", "many")).isEqualTo(2);
        assertThat(said.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("bench: ").contains("--acounts"),
                        second -> assertThat(second).contains("\"./ratatosk bench --help\""),
                        third -> assertThat(third).startsWith("bench: ").contains("--rounds", "many"),
                        fourth -> assertThat(fourth).contains("\"./ratatosk bench compare --help\""));
    }

    @Test
    void whereNobodyListensIsSaidWithoutNamesOfClasses() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThat(bench("--port", String.valueOf(port), "--accounts", "4")).isEqualTo(1);
        assertThat(said.toString()).contains("Connection refused", ":" + port).doesNotContain("Exception");
    }

    @Test
    void aFileOfAuthoritiesThatIsNotThereIsNamed() {
        Path file = folder.resolve("ca.pem");
        assertThat(bench("--ca", file.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("there is no file " + file).doesNotContain("Exception", "certificate");
    }

    @Test
    void aCertificateThatIsNotBelievedIsSaid() throws Exception {
        new Authority(folder.resolve("ca.crt")).issueElliptic(folder, "localhost", "localhost");
        Channel echo = Echo.start(0, folder.resolve("localhost.crt"), folder.resolve("localhost.key"));
        int port = ((InetSocketAddress) echo.localAddress()).getPort();
        try {
            assertThat(bench("--direct-tls", "--port", String.valueOf(port), "--accounts", "4"))
                    .isEqualTo(1);
            assertThat(said.toString())
                    .contains("the server's certificate is not believed", "--ca")
                    .doesNotContain("Exception");
        } finally {
            echo.close().sync();
            echo.eventLoop().parent().shutdownGracefully();
        }
    }
}
