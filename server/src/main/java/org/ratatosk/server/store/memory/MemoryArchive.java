package org.ratatosk.server.store.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.WrittenSize;

/** Archives in memory: one list for each owner, in the order of appending. Confined to the store's lock. */
final class MemoryArchive implements ArchiveStore {
    private final Map<Jid, List<ArchivedMessage>> archives = new HashMap<>();
    private final Undo undo;

    MemoryArchive(Undo undo) {
        this.undo = undo;
    }

    private List<ArchivedMessage> of(Jid owner) {
        return archives.getOrDefault(owner, List.of());
    }

    @Override
    public boolean append(ArchivedMessage message) {
        List<ArchivedMessage> archive = archives.computeIfAbsent(message.owner(), o -> new ArrayList<>());
        if (!message.key().isEmpty() && archive.stream().anyMatch(m -> m.key().equals(message.key()))) {
            return false;
        }
        if (contains(message.owner(), message.id())) {
            throw new IllegalStateException("The archive of " + message.owner() + " has the id " + message.id());
        }
        undo.add(() -> archive.remove(archive.size() - 1));
        archive.add(message);
        return true;
    }

    @Override
    public boolean contains(Jid owner, String id) {
        return indexOf(of(owner), id) >= 0;
    }

    @Override
    public List<ArchivedMessage> find(Jid owner, Collection<String> ids) {
        return of(owner).stream().filter(message -> ids.contains(message.id())).toList();
    }

    private static int indexOf(List<ArchivedMessage> messages, String id) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Optional<Page> query(Jid owner, Filter filter) {
        List<ArchivedMessage> all = of(owner);
        int after = place(all, filter.after(), -1);
        int before = place(all, filter.before(), all.size());
        if (after < -1 || before < -1) {
            return Optional.empty();
        }
        List<ArchivedMessage> matching = new ArrayList<>();
        List<Integer> inside = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (matches(all.get(i), filter)) {
                if (i > after && i < before) {
                    inside.add(matching.size());
                }
                matching.add(all.get(i));
            }
        }
        int size = Math.min(filter.max(), inside.size());
        List<Integer> page =
                filter.backwards() ? inside.subList(inside.size() - size, inside.size()) : inside.subList(0, size);
        return Optional.of(new Page(
                page.stream().map(matching::get).toList(),
                matching.size(),
                page.isEmpty() ? 0 : page.get(0),
                size == inside.size()));
    }

    /** The index of an id: {@code none} if no id is given, -2 if it is not there. */
    private static int place(List<ArchivedMessage> all, @Nullable String id, int none) {
        if (id == null) {
            return none;
        }
        int index = indexOf(all, id);
        return index < 0 ? -2 : index;
    }

    private static boolean matches(ArchivedMessage message, Filter filter) {
        Jid with = filter.with();
        boolean right = with == null || (with.isFull() ? message.peer() : message.with()).equals(with);
        return right
                && (filter.start() == null || !message.at().isBefore(filter.start()))
                && (filter.end() == null || !message.at().isAfter(filter.end()));
    }

    @Override
    public List<ArchivedMessage> undelivered(Jid owner, String after, int limit) {
        List<ArchivedMessage> all = of(owner);
        return all.subList(indexOf(all, after) + 1, all.size()).stream()
                .filter(ArchivedMessage::undelivered)
                .limit(limit)
                .toList();
    }

    @Override
    public int countUndelivered(Jid owner) {
        return (int) of(owner).stream().filter(ArchivedMessage::undelivered).count();
    }

    @Override
    public long undeliveredBytes(Jid owner) {
        return of(owner).stream()
                .filter(ArchivedMessage::undelivered)
                .mapToLong(message -> WrittenSize.of(message.message()))
                .sum();
    }

    @Override
    public void markDelivered(Jid owner, Collection<String> ids) {
        List<ArchivedMessage> archive = of(owner);
        for (String id : ids) {
            int index = indexOf(archive, id);
            if (index >= 0 && archive.get(index).undelivered()) {
                ArchivedMessage old = archive.get(index);
                undo.add(() -> archive.set(index, old));
                archive.set(index, old.delivered());
            }
        }
    }

    void clear(Jid owner) {
        List<ArchivedMessage> old = archives.get(owner);
        if (old != null) {
            undo.add(() -> archives.put(owner, old));
            archives.remove(owner);
        }
    }
}
