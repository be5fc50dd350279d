package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedFileTest {
    private static final int DATA = 8192;

    @TempDir
    private Path folder;

    @BeforeEach
    void register() {
        PowerCut.register();
        OrderedFile.register();
    }

    private FileChannel open() throws IOException {
        return FilePath.get(OrderedFile.SCHEME + PowerCut.SCHEME + folder.resolve("file"))
                .open("rw");
    }

    private static void write(FileChannel channel, long position, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), position);
    }

    /** What the disk holds if it has written nothing that it need not have. */
    private String disk() throws IOException {
        Path copy = folder.resolve("copy");
        Files.deleteIfExists(copy);
        PowerCut.cut(copy, new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return 0;
            }
        });
        return Files.readString(copy, StandardCharsets.US_ASCII).replace("\0", "");
    }

    @Test
    void whatTheHeaderPointsToIsForcedBeforeTheHeaderIsWritten() throws IOException {
        try (FileChannel file = open()) {
            write(file, DATA, "data");
            assertThat(disk()).isEmpty();
            write(file, 0, "header");
            assertThat(disk()).isEqualTo("data");
            file.force(false);
            assertThat(disk()).isEqualTo("headerdata");
        }
    }

    @Test
    void whatTheDiskRefusedIsWrittenAgain() throws IOException {
        try (FileChannel file = open()) {
            write(file, DATA, "data");
            PowerCut.refuse(1);
            assertThatThrownBy(() -> file.force(false)).isInstanceOf(IOException.class);
            file.force(false);
            assertThat(disk()).isEqualTo("data");
        }
    }

    @Test
    void itIsWrittenAgainEvenIfTheFileWasClosedSince() throws IOException {
        try (FileChannel file = open()) {
            write(file, DATA, "data");
            PowerCut.refuse(1);
            assertThatThrownBy(() -> file.force(false)).isInstanceOf(IOException.class);
        }
        try (FileChannel file = open()) {
            write(file, DATA + 4, ", more");
            file.force(false);
            assertThat(disk()).isEqualTo("data, more");
        }
    }

    @Test
    void nothingIsCutOffBeforeWhatIsKeptIsForced() throws IOException {
        try (FileChannel file = open()) {
            write(file, DATA, "data and more");
            file.truncate(DATA + 4);
            assertThat(disk()).startsWith("data");
        }
    }
}
