package org.ratatosk.server.stream.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSecretTest {
    @TempDir
    private Path folder;

    @Test
    void staysTheSameAndIsForTheOwnerAlone() throws IOException {
        Path data = folder.resolve("data");
        byte[] secret = ServerSecret.in(data, new SecureRandom());
        assertThat(secret).hasSize(32).isNotEqualTo(ServerSecret.in(folder, new SecureRandom()));
        assertThat(ServerSecret.in(data, new SecureRandom())).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhichFileIsWrong() throws IOException {
        Files.writeString(folder.resolve("secret"), "short");
        assertThatThrownBy(() -> ServerSecret.in(folder, new SecureRandom()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.resolve("secret").toString())
                .hasMessageContaining("delete it");
    }
}
