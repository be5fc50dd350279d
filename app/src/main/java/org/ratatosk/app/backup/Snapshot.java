package org.ratatosk.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ratatosk.server.store.sql.Database;

/** A copy of the open database in a folder of its own inside the data folder, from which a backup takes it. Thread-safe. */
public final class Snapshot {
    static final String FOLDER = "backup";
    private final Database database;
    private final Path folder;

    /** @param data the data folder */
    public Snapshot(Database database, Path data) {
        this.database = database;
        this.folder = data.resolve(FOLDER);
    }

    /** Where a data folder has its copy. */
    static Path of(Path data) {
        return data.resolve(FOLDER);
    }

    /**
     * Makes the copy in the place of one that was left behind.
     *
     * @throws IOException if it cannot be written
     */
    public synchronized void take() throws IOException {
        remove(folder);
        Files.createDirectory(folder);
        database.copy(folder);
    }

    /** Removes a folder and what is in it, if it is there. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
