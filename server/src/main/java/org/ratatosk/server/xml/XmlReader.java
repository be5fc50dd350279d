package org.ratatosk.server.xml;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.XmlException.Problem;

/**
 * Reads a stream (RFC 6120 section 4) from bytes as they come: its header, each child as a whole, its end. Aalto finds the
 * tokens; what it leaves open is decided here: what is forbidden, and how much is too much. Bytes are counted by the tokens
 * that they make up, so where the network cuts them changes nothing. Loop-confined.
 *
 * <p>A stream is read by one reader from its header on; after a restart it has a new one. {@link #rest} lets go of the buffers
 * of a quiet stream: the next bytes are read by a new tokeniser, which is told the namespaces of the header again. The same
 * happens now and then under load, so that names which a peer makes up do not pile up in the tokeniser's table.
 */
public final class XmlReader {
    /** Takes what was read, on the thread that feeds. What it throws comes out of {@link XmlReader#feed}. */
    public interface Handler {
        /** The stream has begun. */
        void opened(StreamHeader header);

        /** A child of the stream is complete. */
        void element(Element element);

        /** The stream has ended as it should; what follows is not read. */
        void closed();
    }

    private static final int SLICE = 4096;
    private static final int NAMES_PER_TOKENISER = 4096;

    private final Handler handler;
    private final Slices slices = new Slices();
    private final TreeBuilder tree = new TreeBuilder();
    private Limits limits;
    private @Nullable StreamHeader header;
    private @Nullable Tokens tokens;
    private boolean stopped;
    private boolean failed;

    /** Bytes of the stream: up to the begin of the present slice, up to the end of the last token, before the stanza. */
    private long sliceBegin;

    private long tokenEnd;
    private long stanzaBegin;

    /** The last byte that was read before the root. */
    private byte last;

    private int names;

    /** A reader at the begin of a stream. */
    public XmlReader(Limits limits, Handler handler) {
        this.limits = limits;
        this.handler = handler;
    }

    /**
     * Reads an element that stands alone, as {@link XmlWriter#toXml} writes it.
     *
     * @throws XmlException if it is none, or has what streams must not have
     */
    public static Element parse(String xml) {
        OneElement alone = new OneElement();
        XmlReader reader = new XmlReader(OneElement.LIMITS, alone);
        byte[] bytes = ("<x>" + xml + "</x>").getBytes(StandardCharsets.UTF_8);
        int used = reader.feed(bytes, 0, bytes.length);
        return alone.found(reader.stopped && used == bytes.length);
    }

    /** Other limits from the next token on, as after login. */
    public void limits(Limits newLimits) {
        this.limits = newLimits;
    }

    /**
     * To be called by the handler: what follows is not read by this reader, because the stream is restarted, secured or
     * closed.
     */
    public void stop() {
        stopped = true;
    }

    /** Whether {@link #stop} was called or the stream has ended. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Reads on. The bytes are not kept, except for a few.
     *
     * @return how many of the bytes were read: all, unless the reader is stopped
     * @throws XmlException if the stream has to be closed with an error; nothing can be fed after that
     */
    public int feed(byte[] bytes, int offset, int length) {
        if (failed) {
            throw new IllegalStateException("Nothing can be read after an error");
        }
        failed = true;
        int consumed = stopped ? 0 : read(bytes, offset, length);
        failed = false;
        return consumed;
    }

    /**
     * Lets go of all buffers if the stream is between two stanzas.
     *
     * @return whether that was so
     */
    public boolean rest() {
        if (header == null || tree.depth() > 0 || received() != tokenEnd || stopped || failed) {
            return false;
        }
        tokens = null;
        tree.rest();
        return true;
    }

    private int read(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && !stopped) {
            int size = Math.min(end - at, Math.min(Math.min(SLICE, limits.tagBytes()), room()));
            at += slice(bytes, at, header == null ? beforeDeclaration(bytes, at, size) : size);
        }
        return at - offset;
    }

    /**
     * How many bytes can be read of those before the root: before it {@code <!} begins a document type or a comment, neither of
     * which Aalto needs to see.
     */
    private int beforeDeclaration(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[offset + i];
            if (b == '!' && last == '<') {
                if (i == 0) {
                    throw Tokens.restricted();
                }
                return i;
            }
            last = b;
        }
        return length;
    }

    /** Reads some bytes, of which the last few may be kept back; returns how many were used, all unless stopped. */
    private int slice(byte[] bytes, int offset, int length) {
        int before = slices.kept();
        slices.take(bytes, offset, length);
        int used = tokenise(slices.bytes(), slices.offset(), slices.length());
        slices.clear();
        if (stopped) {
            return used - before;
        }
        if (!slices.isValid()) {
            throw new XmlException(Problem.UNSUPPORTED_ENCODING, "A stream is in UTF-8");
        }
        checkPending();
        return length;
    }

    private int tokenise(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end && !stopped) {
            Tokens source = source();
            source.feed(bytes, from, end - from);
            int used = drain(source);
            from += used;
            sliceBegin += used;
        }
        return from - offset;
    }

    /** Handles the tokens of a slice; returns how many bytes they used: all, unless the reader or the tokeniser is at its end. */
    private int drain(Tokens source) {
        int type = source.next();
        while (type != Tokens.INCOMPLETE) {
            handle(type, source, sliceBegin + source.used());
            if (stopped) {
                return source.used();
            }
            if (names > NAMES_PER_TOKENISER && tree.depth() == 0) {
                tokens = null;
                return source.used();
            }
            type = source.next();
        }
        return source.used();
    }

    private void handle(int type, Tokens source, long end) {
        boolean tag = type == XMLStreamConstants.START_ELEMENT || type == XMLStreamConstants.END_ELEMENT;
        if (tag && end - (header == null ? 0 : tokenEnd) > limits.tagBytes()) {
            throw tooLong("tag", limits.tagBytes());
        }
        if (tree.depth() > 0 && end - stanzaBegin > limits.stanzaBytes()) {
            throw tooLong("stanza", limits.stanzaBytes());
        }
        long begin = tokenEnd;
        tokenEnd = end;
        switch (type) {
            case XMLStreamConstants.START_ELEMENT -> start(source, begin);
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE, XMLStreamConstants.CDATA ->
                text(source, type);
            default -> {}
        }
    }

    private void start(Tokens source, long begin) {
        names += 1 + source.token().getAttributeCount() + source.token().getNamespaceCount();
        if (header == null) {
            StreamHeader opened = TreeBuilder.header(source.token(), limits);
            header = opened;
            handler.opened(opened);
            return;
        }
        if (tree.depth() == 0) {
            stanzaBegin = begin;
        }
        tree.open(source.token(), limits);
    }

    private void end() {
        if (tree.depth() == 0) {
            stopped = true;
            handler.closed();
            return;
        }
        Element done = tree.close();
        if (done != null) {
            long most = limits.writtenBytes(tokenEnd - stanzaBegin);
            if (WrittenSize.upTo(done, most) > most) {
                throw new XmlException(
                        Problem.POLICY_VIOLATION,
                        "Written without prefixes, the stanza would be longer than " + most + " bytes");
            }
            handler.element(done);
        }
    }

    private void text(Tokens source, int type) {
        if (header == null) {
            return;
        }
        String text = source.text();
        if (tree.depth() > 0) {
            tree.text(text);
        } else if (type == XMLStreamConstants.CDATA || !isWhitespace(text)) {
            throw new XmlException(Problem.BAD_FORMAT, "Between stanzas there can be only white space");
        }
    }

    private static boolean isWhitespace(String text) {
        return text.chars().allMatch(c -> c == ' ' || c == '\n' || c == '\t' || c == '\r');
    }

    private Tokens source() {
        Tokens source = tokens;
        if (source == null) {
            source = new Tokens();
            if (header != null) {
                source.resume(header);
            }
            tokens = source;
            names = 0;
        }
        return source;
    }

    /** The bytes that came, those kept back included. */
    private long received() {
        return sliceBegin + slices.kept();
    }

    /** How many bytes may come before one of them is too much, or before there is a token. */
    private int room() {
        long tag = limits.tagBytes() + tagBegin() - received();
        long stanza = tree.depth() == 0 ? tag : limits.stanzaBytes() + stanzaBegin - received();
        return (int) Math.min(tag, stanza) + 1;
    }

    private void checkPending() {
        if (received() - tagBegin() > limits.tagBytes()) {
            throw tooLong("tag", limits.tagBytes());
        }
        if (tree.depth() > 0 && received() - stanzaBegin > limits.stanzaBytes()) {
            throw tooLong("stanza", limits.stanzaBytes());
        }
    }

    private long tagBegin() {
        return header == null ? 0 : tokenEnd;
    }

    private static XmlException tooLong(String what, int limit) {
        return new XmlException(Problem.POLICY_VIOLATION, "A " + what + " cannot be longer than " + limit + " bytes");
    }
}
