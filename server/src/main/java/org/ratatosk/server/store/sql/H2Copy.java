package org.ratatosk.server.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Copies an H2 database while others write to it. H2 reads its file from the beginning to the end and uses no space again meanwhile, so that all that
 * the header, which is read first, leads to is there. Immutable.
 */
final class H2Copy {
    private static final String ENDING = ".mv.db";

    private H2Copy() {}

    /** Makes the copy; see {@link Database#copy}. */
    static void make(Jdbi jdbi, Path folder) throws IOException {
        Path zip = folder.resolve("copy.zip");
        jdbi.useHandle(handle -> handle.execute("BACKUP TO ?", zip.toString()));
        Path copy = unpacked(zip, folder);
        Files.delete(zip);
        open(copy);
    }

    private static Path unpacked(Path zip, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path name = Path.of(entry.getName()).getFileName();
                if (name.toString().endsWith(ENDING)) {
                    Files.copy(entries, folder.resolve(name));
                    return folder.resolve(name);
                }
            }
        }
        throw new IOException("The database has no file that could be copied");
    }

    /** Opens and closes the copy: what was not committed goes, and what cannot be opened shows. */
    private static void open(Path copy) throws IOException {
        String path = copy.toAbsolutePath().toString();
        String url =
                "jdbc:h2:" + path.substring(0, path.length() - ENDING.length()) + ";IFEXISTS=TRUE;TRACE_LEVEL_FILE=0";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IOException("The copy of the database cannot be opened: " + e.getMessage(), e);
        }
    }
}
