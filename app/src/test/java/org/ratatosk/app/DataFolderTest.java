package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process has a data folder at a time, and nobody else can read it. */
class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void makesAFolderForItsOwnerAlone() throws Exception {
        try (DataFolder made = DataFolder.lock(folder.resolve("a/b"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void shutsAFolderThatOthersCouldRead() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (DataFolder shut = DataFolder.lock(open)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shut.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void isLockedUntilItIsClosed() throws Exception {
        DataFolder first = DataFolder.lock(folder);
        assertThatThrownBy(() -> DataFolder.lock(folder))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("--data");
        first.close();
        DataFolder.lock(folder).close();
    }

    @Test
    void saysWhyAFolderCannotBe() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataFolder.lock(file))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("cannot be used");
    }
}
