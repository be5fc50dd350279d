package org.ratatosk.benchmarks.steps;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** From a stanza to the bytes of a client's stream. Confined to one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Serialise {
    private final Element message = XmlReader.parse(Texts.MESSAGE.replaceFirst(
            "<message", "<message xmlns='" + Stanza.NS + "' from='romeo@example.org/orchard'"));

    /** A chat message. */
    @Benchmark
    public byte[] message() {
        return XmlWriter.toStreamBytes(message, Stanza.NS);
    }
}
