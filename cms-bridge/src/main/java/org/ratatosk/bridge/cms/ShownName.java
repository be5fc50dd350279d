package org.ratatosk.bridge.cms;

import java.util.Set;
import org.ratatosk.server.jid.JidEscaping;

/**
 * How members are shown. Nobody can pass for another: what cannot be seen or turns the direction of reading is no part of a name,
 * and the login name stands behind a name that differs from it. Immutable.
 */
public final class ShownName {
    private static final int JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int SKIN_FIRST = 0x1F3FB;
    private static final int SKIN_LAST = 0x1F3FF;

    /** Letters and symbols that are drawn as nothing: the fillers of Hangul, the empty cell of Braille. */
    private static final Set<Integer> BLANK = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

    private ShownName() {}

    /** A member as others see it: the name that was chosen, and the login name in brackets where that differs. */
    public static String of(String login, String chosen) {
        String name = login(login);
        String shown = chosen.strip();
        return shown.isEmpty() || shown.equalsIgnoreCase(name) ? name : shown + " (" + name + ")";
    }

    /**
     * A login name as it is at the CMS, and not as an address has to hold it (XEP-0106); what would look like somebody else's address
     * then stays as it is.
     */
    public static String login(String name) {
        String plain = JidEscaping.unescape(name);
        return plain.indexOf('@') >= 0 ? name : plain;
    }

    /**
     * Whether all of a name can be seen. A joiner may stand between two emoji, which makes one of them (Unicode Technical Standard
     * 51), and nowhere else.
     */
    public static boolean isVisible(String chosen) {
        int[] points = chosen.codePoints().toArray();
        boolean seen = false;
        for (int i = 0; i < points.length; i++) {
            boolean joins = points[i] == JOINER && joinsEmoji(points, i);
            if (!joins && isInvisible(points[i])) {
                return false;
            }
            seen |= !joins && !isMark(points[i]) && !Character.isSpaceChar(points[i]);
        }
        return seen;
    }

    private static boolean joinsEmoji(int[] points, int at) {
        int before = at - 1;
        while (before > 0 && (points[before] == EMOJI_STYLE || isSkin(points[before]))) {
            before--;
        }
        return before >= 0 && isEmoji(points[before]) && at + 1 < points.length && isEmoji(points[at + 1]);
    }

    private static boolean isSkin(int point) {
        return point >= SKIN_FIRST && point <= SKIN_LAST;
    }

    /** The blocks of symbols that hold emoji; letters are in none of them. */
    private static boolean isEmoji(int point) {
        return (point >= 0x2190 && point <= 0x21FF)
                || (point >= 0x2600 && point <= 0x27BF)
                || (point >= 0x2B00 && point <= 0x2BFF)
                || (point >= 0x1F000 && point <= 0x1FAFF);
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> BLANK.contains(point);
        };
    }
}
