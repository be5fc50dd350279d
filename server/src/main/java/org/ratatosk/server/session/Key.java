package org.ratatosk.server.session;

/**
 * Names a piece of state that a feature keeps with a {@link Lane} or a {@link Session}; two keys are never equal. Immutable.
 *
 * @param <T> what is kept
 */
@SuppressWarnings("UnusedTypeParameter") // T ties the key to its value in the signatures that take one
public final class Key<T> {
    private final String name;

    private Key(String name) {
        this.name = name;
    }

    /** A new key; the name is for people only. */
    public static <T> Key<T> of(String name) {
        return new Key<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
