package org.ratatosk.server.xml;

import java.util.Arrays;

/**
 * Cuts bytes where a tokeniser does not stumble over the cut. The last few bytes of what came are kept back when they are
 * closing brackets, of which Aalto would not see that they belong to a forbidden {@code ]]>}, or the begin of a character:
 * Aalto 1.4.0 loses four-byte characters that are cut inside an attribute. Loop-confined.
 */
final class Slices {
    private static final byte[] NONE = new byte[0];
    private static final int BRACKETS = 2;

    private final Utf8 utf8 = new Utf8();
    private byte[] kept = NONE;
    private boolean valid = true;

    private byte[] bytes = NONE;
    private int offset;
    private int length;

    /** Takes what came: to be read now is what was kept back and what came, but for what is kept back again. */
    void take(byte[] newBytes, int newOffset, int newLength) {
        int good = utf8.valid(newBytes, newOffset, newLength);
        valid = good == newLength;
        bytes = newBytes;
        offset = newOffset;
        length = good;
        if (kept.length > 0) {
            bytes = new byte[kept.length + good];
            System.arraycopy(kept, 0, bytes, 0, kept.length);
            System.arraycopy(newBytes, newOffset, bytes, kept.length, good);
            offset = 0;
            length = bytes.length;
        }
        int keep = valid && utf8.partial() == 0 ? trailingBrackets() : utf8.partial();
        length -= keep;
        kept = keep == 0 ? NONE : Arrays.copyOfRange(bytes, offset + length, offset + length + keep);
    }

    /** Holds the bytes to be read now. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the bytes to be read now begin. */
    int offset() {
        return offset;
    }

    /** How many bytes are to be read now. */
    int length() {
        return length;
    }

    /** How many bytes are kept back. */
    int kept() {
        return kept.length;
    }

    /** Whether all that came was UTF-8. */
    boolean isValid() {
        return valid;
    }

    /** Lets go of the bytes that were read. */
    void clear() {
        bytes = NONE;
    }

    private int trailingBrackets() {
        int count = 0;
        while (count < Math.min(BRACKETS, length) && bytes[offset + length - 1 - count] == ']') {
            count++;
        }
        return count;
    }
}
