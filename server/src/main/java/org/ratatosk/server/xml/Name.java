package org.ratatosk.server.xml;

/**
 * A qualified name: namespace and local name; the empty namespace is "". Immutable.
 *
 * @param ns the namespace name
 * @param local the local name, without a prefix
 */
public record Name(String ns, String local) {
    /** @throws IllegalArgumentException if XML does not allow this local name */
    public Name {
        if (local.isEmpty() || !isStart(local.charAt(0))) {
            throw new IllegalArgumentException("Not a name in XML");
        }
        for (int i = 1; i < local.length(); i++) {
            if (!isPart(local.charAt(i))) {
                throw new IllegalArgumentException("Not a name in XML");
            }
        }
    }

    private static boolean isStart(char c) {
        return in(c, 'a', 'z') || in(c, 'A', 'Z') || c == '_' || (c >= 0x80 && isNonAsciiStart(c));
    }

    private static boolean isPart(char c) {
        return isStart(c)
                || in(c, '0', '9')
                || c == '-'
                || c == '.'
                || c == 0xB7
                || in(c, 0x300, 0x36F)
                || in(c, 0x203F, 0x2040);
    }

    /** NameStartChar of XML 1.0 (fifth edition); the halves of a supplementary character count as such. */
    private static boolean isNonAsciiStart(char c) {
        return (in(c, 0xC0, 0x2FF) && c != 0xD7 && c != 0xF7)
                || (in(c, 0x370, 0x1FFF) && c != 0x37E)
                || in(c, 0x200C, 0x200D)
                || in(c, 0x2070, 0x218F)
                || in(c, 0x2C00, 0x2FEF)
                || in(c, 0x3001, 0xDB7F)
                || in(c, 0xDC00, 0xDFFF)
                || in(c, 0xF900, 0xFDCF)
                || in(c, 0xFDF0, 0xFFFD);
    }

    private static boolean in(char c, int first, int last) {
        return c >= first && c <= last;
    }
}
