package org.ratatosk.server.store.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A sorted map whose changes can be taken back; its values are never changed in place. Confined to the store's lock.
 */
final class UndoMap<K extends Comparable<? super K>, V> {
    private final Map<K, V> map = new TreeMap<>();
    private final Undo undo;

    UndoMap(Undo undo) {
        this.undo = undo;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(map.get(key));
    }

    boolean has(K key) {
        return map.containsKey(key);
    }

    Collection<V> values() {
        return map.values();
    }

    void put(K key, V value) {
        undo.add(undoing(key));
        map.put(key, value);
    }

    void remove(K key) {
        undo.add(undoing(key));
        map.remove(key);
    }

    void removeIf(Predicate<V> unwanted) {
        List<K> keys = map.entrySet().stream()
                .filter(e -> unwanted.test(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        keys.forEach(this::remove);
    }

    private Runnable undoing(K key) {
        V old = map.get(key);
        return old == null ? () -> map.remove(key) : () -> map.put(key, old);
    }
}
