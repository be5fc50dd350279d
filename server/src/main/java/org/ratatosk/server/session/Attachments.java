package org.ratatosk.server.session;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/** State of features by typed key. Lane-confined. */
public final class Attachments {
    private final IdentityHashMap<Key<?>, Object> values = new IdentityHashMap<>(4);

    /** What is kept under a key. */
    @SuppressWarnings("unchecked") // put() lets only a T in under a Key<T>
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key));
    }

    /** What is kept under a key, made now if there is nothing. */
    public <T> T get(Key<T> key, Supplier<T> initial) {
        Optional<T> present = find(key);
        if (present.isPresent()) {
            return present.get();
        }
        T made = initial.get();
        values.put(key, made);
        return made;
    }

    /** Keeps a value. */
    public <T> void put(Key<T> key, T value) {
        values.put(key, value);
    }

    /** Forgets a value. */
    public void remove(Key<?> key) {
        values.remove(key);
    }

    /** Forgets everything. */
    void clear() {
        values.clear();
    }
}
