package org.ratatosk.bridge.cms;

/**
 * What one member has to do with another on the site. Immutable.
 *
 * @param kind what it is
 * @param owner the name of the member whose doing it is
 * @param other the name of the member whom it is about
 */
public record Tie(Kind kind, String owner, String other) {
    /** What it can be. */
    public enum Kind {
        /** The owner wants to see whether the other is there, to which the other agrees or not. Friends are two who follow each other. */
        FOLLOWS,
        /** The owner has the other in a list of which nobody else hears. */
        NOTES,
        /** The owner wants to have nothing to do with the other. */
        BLOCKS
    }

    /** How it stands. */
    public enum State {
        NO,
        /** The other did not agree, or was never asked to. Only those who follow ask. */
        ASKED,
        YES
    }

    /** The same the other way round. */
    public Tie back() {
        return new Tie(kind, /* owner= */ other, /* other= */ owner);
    }

    /** One who follows another. */
    public static Tie follows(String owner, String other) {
        return new Tie(Kind.FOLLOWS, owner, other);
    }
}
