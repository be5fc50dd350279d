package org.ratatosk.benchmarks;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts the bytes of an XMPP stream into its top-level elements and looks at nothing else in them, so that the generator costs little
 * beside the server. Takes what a well-behaved server sends: no comments, no CDATA. Confined to one thread.
 */
final class Frames {
    private static final int SMALL = 1024;

    /** What takes the elements. */
    interface Sink {
        /** An element, from its first to behind its last byte; valid only during the call. */
        void element(byte[] bytes, int from, int to);

        /** The stream has been closed by the other side. */
        void closed();
    }

    private enum State {
        TEXT,
        AFTER_BRACKET,
        START_TAG,
        QUOTED,
        END_TAG,
        INSTRUCTION
    }

    private byte[] bytes = new byte[SMALL];
    private int begin;
    private int at;
    private int end;
    private int depth;
    private byte quote;
    private State state = State.TEXT;

    /** Forgets all: a new stream begins. */
    void restart() {
        begin = 0;
        at = 0;
        end = 0;
        depth = 0;
        state = State.TEXT;
    }

    /** Takes what has been read, and hands on what is whole. */
    void feed(ByteBuf in, Sink sink) {
        make(in.readableBytes());
        int count = in.readableBytes();
        in.readBytes(bytes, end, count);
        end += count;
        scan(sink);
        if (begin == end && bytes.length > SMALL * 16) {
            restartBuffer(SMALL);
        }
    }

    private void make(int more) {
        if (end + more <= bytes.length) {
            return;
        }
        int kept = end - begin;
        byte[] next = kept + more > bytes.length ? new byte[Integer.highestOneBit(kept + more) * 2] : bytes;
        System.arraycopy(bytes, begin, next, 0, kept);
        bytes = next;
        at -= begin;
        end = kept;
        begin = 0;
    }

    private void restartBuffer(int size) {
        bytes = Arrays.copyOf(bytes, size);
        begin = 0;
        at = 0;
        end = 0;
    }

    private void scan(Sink sink) {
        while (at < end) {
            byte b = bytes[at++];
            switch (state) {
                case TEXT -> text(b);
                case AFTER_BRACKET -> afterBracket(b);
                case QUOTED -> state = b == quote ? State.START_TAG : State.QUOTED;
                case START_TAG -> startTag(b, sink);
                case END_TAG -> endTag(b, sink);
                case INSTRUCTION -> state = b == '>' ? State.TEXT : State.INSTRUCTION;
            }
        }
        if (depth <= 1 && state == State.TEXT) {
            begin = at;
        }
    }

    private void text(byte b) {
        if (b == '<') {
            state = State.AFTER_BRACKET;
            if (depth <= 1) {
                begin = at - 1;
            }
        }
    }

    private void afterBracket(byte b) {
        state = b == '/' ? State.END_TAG : b == '?' ? State.INSTRUCTION : State.START_TAG;
    }

    private void startTag(byte b, Sink sink) {
        if (b == '"' || b == '\'') {
            quote = b;
            state = State.QUOTED;
        } else if (b == '>') {
            state = State.TEXT;
            if (bytes[at - 2] != '/') {
                depth++;
            } else if (depth == 1) {
                handOn(sink);
            }
        }
    }

    private void endTag(byte b, Sink sink) {
        if (b == '>') {
            state = State.TEXT;
            depth--;
            if (depth == 1) {
                handOn(sink);
            } else if (depth == 0) {
                sink.closed();
            }
        }
    }

    private void handOn(Sink sink) {
        int from = begin;
        begin = at;
        sink.element(bytes, from, at);
    }
}
