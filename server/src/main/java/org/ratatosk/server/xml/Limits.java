package org.ratatosk.server.xml;

/**
 * How much a peer may send before it is cut off. Immutable.
 *
 * @param tagBytes bytes of one tag, and of all that precedes the first element; at most {@code stanzaBytes}
 * @param stanzaBytes bytes of one child of the stream
 * @param depth how deep elements may be nested, the child of the stream being 1
 * @param elements elements in one child of the stream, itself included
 * @param attributes attributes in one tag
 * @param namespaces namespace declarations in one tag
 */
public record Limits(int tagBytes, int stanzaBytes, int depth, int elements, int attributes, int namespaces) {
    /** For strangers: enough for a stream header and a login. */
    public static final Limits BEFORE_LOGIN = new Limits(8 * 1024, 8 * 1024, 16, 32, 32, 16);

    /** For those who have logged in. */
    public static final Limits AFTER_LOGIN = new Limits(16 * 1024, 256 * 1024, 64, 4_000, 128, 64);

    /** Characters of a namespace's name; one is as long as a web address, at most. */
    static final int NAMESPACE_NAME = 1024;

    private static final int WRITTEN_TIMES = 16;
    private static final int WRITTEN_AT_LEAST = 16 * 1024;
    private static final int WRITTEN_STANZAS = 4;

    /** @throws IllegalArgumentException if a limit is not positive, or a tag may be longer than a stanza */
    public Limits {
        if (Math.min(Math.min(tagBytes, depth), Math.min(elements, Math.min(attributes, namespaces))) < 1) {
            throw new IllegalArgumentException("Every limit is at least 1");
        }
        if (tagBytes > stanzaBytes) {
            throw new IllegalArgumentException("A tag cannot be longer than the stanza that it is in");
        }
    }

    /** The same limits with another number of bytes for one child of the stream. */
    public Limits withStanzaBytes(int bytes) {
        return new Limits(Math.min(tagBytes, bytes), bytes, depth, elements, attributes, namespaces);
    }

    /**
     * How many bytes a child of the stream may have when it is written again: several times of what it came in, because of
     * namespaces and escapes, but never more than four stanzas of the greatest size.
     *
     * @param came the bytes that it came in
     */
    long writtenBytes(long came) {
        return Math.min(mostWritten(), WRITTEN_AT_LEAST + WRITTEN_TIMES * came);
    }

    /** How many bytes any child of the stream may have when it is written again. */
    public long mostWritten() {
        return (long) WRITTEN_STANZAS * stanzaBytes;
    }
}
