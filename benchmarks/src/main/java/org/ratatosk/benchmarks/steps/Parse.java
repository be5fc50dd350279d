package org.ratatosk.benchmarks.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Limits;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlReader;

/** From the bytes of an open stream to a stanza. Confined to one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Parse {
    private final byte[] message = Texts.MESSAGE.getBytes(UTF_8);
    private final Last last = new Last();
    private final XmlReader reader = new XmlReader(Limits.AFTER_LOGIN, last);

    /** A stream that is open. */
    public Parse() {
        byte[] header = Texts.HEADER.getBytes(UTF_8);
        reader.feed(header, 0, header.length);
    }

    /** A chat message. */
    @Benchmark
    public void message(Blackhole sink) {
        reader.feed(message, 0, message.length);
        sink.consume(Stanza.of(last.element));
    }

    private static final class Last implements XmlReader.Handler {
        private Element element = XmlReader.parse("<none/>");

        @Override
        public void opened(StreamHeader header) {}

        @Override
        public void element(Element read) {
            element = read;
        }

        @Override
        public void closed() {}
    }
}
