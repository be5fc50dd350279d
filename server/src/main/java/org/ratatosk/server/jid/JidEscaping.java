package org.ratatosk.server.jid;

import java.util.List;
import java.util.Optional;

/** XEP-0106: names from elsewhere as local parts of addresses, and back. Immutable. */
public final class JidEscaping {
    private static final String ESCAPED = " \"&'/:<>@\\";
    private static final List<String> CODES =
            ESCAPED.chars().mapToObj(c -> "%02x".formatted(c)).toList();

    private JidEscaping() {}

    /**
     * The account of a domain that somebody has whose login name elsewhere is this. Nobody has one whose name begins or ends with a
     * space, or holds what no address can hold in any way.
     */
    public static Optional<Jid> account(String login, String domain) {
        if (!login.equals(login.strip()) || login.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Jid.of(escape(login), domain, null));
        } catch (JidException e) {
            return Optional.empty();
        }
    }

    /** The local part that a login name becomes, if there is one. */
    public static Optional<String> local(String login) {
        return account(login, "localhost").flatMap(Jid::local);
    }

    /** What a local part can hold in place of a name; a backslash stays one unless what follows would make an escape of it. */
    private static String escape(String name) {
        StringBuilder local = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean special = c == '\\' ? isCode(name, i + 1) : ESCAPED.indexOf(c) >= 0;
            local.append(special ? "\\%02x".formatted((int) c) : c);
        }
        return local.toString();
    }

    /** The name that a local part stands for. A space at its beginning or end stays escaped, as no name has one there. */
    public static String unescape(String local) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            boolean outer = i == 0 || i + 3 == local.length();
            if (c == '\\' && isCode(local, i + 1) && !(outer && local.startsWith("20", i + 1))) {
                name.append((char) Integer.parseInt(local.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    private static boolean isCode(String text, int at) {
        return CODES.stream().anyMatch(code -> text.regionMatches(true, at, code, 0, 2));
    }
}
