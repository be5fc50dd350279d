package org.ratatosk.server.jid;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * International labels. Java knows the rules of 2003 (RFC 3490); of the four characters that they change or drop and that have been letters
 * of their own since 2010 (IDNA 2008, RFC 5892 section 2.6), {@code ß} and {@code ς} are kept here, and the two that join nothing visible are
 * refused. So nobody is led to the domain of somebody else, as from {@code straße} to {@code strasse}. Immutable.
 */
public final class Labels {
    private static final String PREFIX = "xn--";
    private static final Pattern DOTS = Pattern.compile("[\u3002\uff0e\uff61]");
    private static final Pattern JOINERS = Pattern.compile("[\u200c\u200d]");
    private static final List<String> KEPT = List.of("ß", "ς");

    private Labels() {}

    /**
     * A domain in A-labels (RFC 5890), in lower case.
     *
     * @param domain as it is compared, but for upper case
     * @throws IllegalArgumentException if it cannot be written so, or would become another
     */
    public static String ascii(String domain) {
        return each(domain, Labels::asciiLabel);
    }

    /**
     * A domain as it is compared, in U-labels where it has some.
     *
     * @param rules prepare a label that has none of the new letters
     * @throws IllegalArgumentException if it is no domain
     */
    static String unicode(String domain, UnaryOperator<String> rules) {
        return each(DOTS.matcher(domain).replaceAll("."), label -> unicodeLabel(label, rules));
    }

    private static String each(String domain, UnaryOperator<String> change) {
        if (JOINERS.matcher(domain).find()) {
            throw new IllegalArgumentException("It holds a character that nobody sees");
        }
        return Stream.of(lower(domain).split("\\.", -1)).map(change).collect(Collectors.joining("."));
    }

    /** One by one: in a word, Java would make the sigma at its end another. */
    private static String lower(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String asciiLabel(String label) {
        if (isKept(label)) {
            return PREFIX + Punycode.encode(checked(label));
        }
        String ascii = IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        if (!ascii.equals(label) && !IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED).equals(label)) {
            throw changed();
        }
        return ascii;
    }

    private static String unicodeLabel(String label, UnaryOperator<String> rules) {
        if (label.isEmpty()) {
            throw new IllegalArgumentException("A label is empty");
        }
        if (isKept(label)) {
            return checked(label);
        }
        if (label.startsWith(PREFIX)) {
            String decoded = decoded(label);
            if (isKept(decoded) && asciiLabel(decoded).equals(label)) {
                return decoded;
            }
        }
        return rules.apply(label);
    }

    private static String decoded(String label) {
        try {
            return Punycode.decode(label.substring(PREFIX.length()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return ""; // the rules know what to do with it
        }
    }

    private static boolean isKept(String label) {
        return KEPT.stream().anyMatch(label::contains);
    }

    /** With one of the old letters in the place of each new one, the label has to be one that the rules leave as it is. */
    private static String checked(String label) {
        String old = label.replace("ß", "s").replace("ς", "σ");
        String same = IDN.toUnicode(IDN.toASCII(old, IDN.USE_STD3_ASCII_RULES), IDN.USE_STD3_ASCII_RULES);
        if (!same.equals(old)) {
            throw changed();
        }
        return label;
    }

    private static IllegalArgumentException changed() {
        return new IllegalArgumentException("It is not written as it is compared");
    }
}
