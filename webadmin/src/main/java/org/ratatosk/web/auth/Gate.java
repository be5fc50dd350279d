package org.ratatosk.web.auth;

import org.jspecify.annotations.Nullable;

/** Says who may use a page. Whatever is not clearly allowed is not. Immutable. */
public final class Gate {
    private Gate() {}

    /** What the gate says. */
    public enum Verdict {
        /** Come in. */
        ENTER,
        /** Log in first. */
        LOG_IN,
        /** Not you. */
        FORBIDDEN,
        /** From here there is no such page. */
        NOT_HERE
    }

    /** Judges a visitor, who is {@code null} when nobody is logged in. */
    public static Verdict judge(Access access, Client client, @Nullable Visitor visitor) {
        if (client.entrance() == Client.Entrance.METRICS && access != Access.LOCAL) {
            return Verdict.NOT_HERE;
        }
        return switch (access) {
            case ANYBODY -> Verdict.ENTER;
            case LOCAL -> forPrograms(client) ? Verdict.ENTER : Verdict.NOT_HERE;
            case LOGGED_IN -> visitor == null ? Verdict.LOG_IN : Verdict.ENTER;
            case MEMBER -> visitor == null ? Verdict.LOG_IN : enterIf(visitor.ofSite());
            case ADMIN, SITE_ADMIN -> admin(access, client, visitor);
        };
    }

    private static Verdict admin(Access access, Client client, @Nullable Visitor visitor) {
        if (!client.showsConsole()) {
            return Verdict.NOT_HERE;
        }
        if (visitor == null) {
            return Verdict.LOG_IN;
        }
        return enterIf(visitor.isAdmin() && (access == Access.ADMIN || visitor.ofMain()));
    }

    private static Verdict enterIf(boolean allowed) {
        return allowed ? Verdict.ENTER : Verdict.FORBIDDEN;
    }

    private static boolean forPrograms(Client client) {
        return client.entrance() == Client.Entrance.METRICS
                || (client.entrance() == Client.Entrance.CONSOLE
                        && client.address().isLoopbackAddress());
    }
}
