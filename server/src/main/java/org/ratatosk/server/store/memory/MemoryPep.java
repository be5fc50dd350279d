package org.ratatosk.server.store.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.PepStore;

/** Published items in memory. Confined to the store's lock. */
final class MemoryPep implements PepStore {
    private record Place(Access access, @Nullable Item item) {}

    private final UndoMap<Jid, Map<String, Place>> owners;

    MemoryPep(Undo undo) {
        this.owners = new UndoMap<>(undo);
    }

    private Map<String, Place> places(Jid owner) {
        return owners.find(owner).orElse(Map.of());
    }

    private void change(Jid owner, Consumer<Map<String, Place>> change) {
        Map<String, Place> changed = new TreeMap<>(places(owner));
        change.accept(changed);
        owners.put(owner, changed);
    }

    @Override
    public List<Node> nodes(Jid owner) {
        return places(owner).entrySet().stream()
                .map(entry -> {
                    Item item = entry.getValue().item();
                    return new Node(entry.getKey(), entry.getValue().access(), item == null ? null : item.id());
                })
                .toList();
    }

    @Override
    public Optional<Item> item(Jid owner, String node) {
        return Optional.ofNullable(places(owner).get(node)).flatMap(place -> Optional.ofNullable(place.item()));
    }

    @Override
    public void put(Jid owner, String node, Access access) {
        Item item = item(owner, node).orElse(null);
        change(owner, places -> places.put(node, new Place(access, item)));
    }

    @Override
    public void publish(Jid owner, String node, Item item) {
        change(owner, places -> places.computeIfPresent(node, (name, place) -> new Place(place.access(), item)));
    }

    @Override
    public void retract(Jid owner, String node) {
        change(owner, places -> places.computeIfPresent(node, (name, place) -> new Place(place.access(), null)));
    }

    @Override
    public void delete(Jid owner, String node) {
        change(owner, places -> places.remove(node));
    }

    void clear(Jid owner) {
        owners.remove(owner);
    }
}
