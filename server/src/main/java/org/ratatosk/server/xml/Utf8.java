package org.ratatosk.server.xml;

/**
 * Tells valid UTF-8 (RFC 3629) from other bytes, in pieces of any size. Aalto takes some overlong and out-of-range sequences
 * for characters, {@code C0 BC} for {@code <} among them, so it gets to see valid bytes only. Loop-confined.
 */
final class Utf8 {
    /** How many bytes of the character are still to come, how many have come, and what the next one may be. */
    private int missing;

    private int seen;
    private int least = 0x80;
    private int most = 0xBF;

    /** How many of the bytes are valid before the first one that is not; {@code length} if all are. */
    int valid(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end) {
            if (missing == 0 && bytes[i] >= 0) {
                i++;
            } else if (accept(bytes[i] & 0xFF)) {
                i++;
            } else {
                return i - offset;
            }
        }
        return length;
    }

    /** How many bytes have come of a character that is not whole yet. */
    int partial() {
        return seen;
    }

    private boolean accept(int b) {
        if (missing > 0) {
            if (b < least || b > most) {
                return false;
            }
            least = 0x80;
            most = 0xBF;
            seen = --missing == 0 ? 0 : seen + 1;
            return true;
        }
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        seen = 1;
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        return true;
    }
}
