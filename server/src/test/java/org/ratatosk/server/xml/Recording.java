package org.ratatosk.server.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads bytes in pieces and notes what the reader says, the final error included. */
class Recording implements XmlReader.Handler {
    static final String HEADER = "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' to='example.test' version='1.0'>";

    final List<String> events = new ArrayList<>();
    final List<Element> elements = new ArrayList<>();

    static List<String> of(String xml, Limits limits, int piece) {
        return of(xml.getBytes(StandardCharsets.UTF_8), limits, piece);
    }

    /** Feeds in pieces of a size; after each the reader is asked to rest. */
    static List<String> of(byte[] bytes, Limits limits, int piece) {
        return record(bytes, limits, piece).events;
    }

    static Recording record(byte[] bytes, Limits limits, int piece) {
        Recording recording = new Recording();
        XmlReader reader = new XmlReader(limits, recording);
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                reader.feed(bytes, at, Math.min(piece, bytes.length - at));
                reader.rest();
            }
        } catch (XmlException e) {
            recording.events.add("! " + e.problem());
        }
        return recording;
    }

    @Override
    public void opened(StreamHeader header) {
        events.add("opened " + header);
    }

    @Override
    public void element(Element element) {
        elements.add(element);
        events.add("element " + XmlWriter.toXml(element));
    }

    @Override
    public void closed() {
        events.add("closed");
    }
}
