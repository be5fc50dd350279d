package org.ratatosk.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for things in the bytes and texts of stanzas. Immutable. */
final class Bytes {
    private Bytes() {}

    static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
        if (to - from < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (bytes[from + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where something stands first, or -1. */
    static int find(byte[] bytes, int from, int to, byte[] what) {
        for (int at = from; at <= to - what.length; at++) {
            if (bytes[at] == what[0] && startsWith(bytes, at, to, what)) {
                return at;
            }
        }
        return -1;
    }

    /** Where the first byte behind something is, or -1 if it is not there. */
    static int behind(byte[] bytes, int from, int to, byte[] what) {
        int at = find(bytes, from, to, what);
        return at < 0 ? -1 : at + what.length;
    }

    /** The digits that stand somewhere, as a number. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int at = from; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    /** An attribute of an element's start tag; empty if it has none. */
    static String attribute(String element, String name) {
        Matcher matcher =
                Pattern.compile("^<[^>]*?\\s" + name + "=(['\"])(.*?)\\1").matcher(element);
        return matcher.find() ? matcher.group(2) : "";
    }
}
