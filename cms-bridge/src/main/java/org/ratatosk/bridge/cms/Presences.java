package org.ratatosk.bridge.cms;

import java.util.Optional;

/** Who is there, as far as each member lets it be seen on the site. Blocks; a change is durable when a call returns. Thread-safe. */
public interface Presences {
    /** Who may see on the site whether a member is there. */
    enum Shown {
        NOBODY,
        MEMBERS,
        EVERYBODY;

        /** Whether these see it too whom another choice lets see it. */
        public boolean includes(Shown whom) {
            return this != NOBODY && whom.compareTo(this) <= 0;
        }
    }

    /** Keeps what was chosen. Blocks. */
    interface Choices {
        /** What a member has chosen. */
        Optional<Shown> of(String member);

        /** Keeps it, {@code NOBODY} by keeping nothing. */
        void put(String member, Shown shown);
    }

    /** What is seen of somebody who lets nobody see, and of somebody whom there is not. */
    String UNKNOWN = "unknown";

    /** What a member has chosen; nobody at first. */
    Shown choice(String member);

    /** Lets a member choose. */
    void choose(String member, Shown shown);

    /** Forgets the choice. */
    void forget(String member);

    /**
     * How a member is there: {@code online}, {@code chat}, {@code away}, {@code xa}, {@code dnd}, {@code offline}; {@link #UNKNOWN} for those who do
     * not let it be seen by such people, for nobody, and where the engine does not tell.
     *
     * @param to {@link Shown#MEMBERS} or {@link Shown#EVERYBODY}
     */
    String seen(String member, Shown to);
}
