package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.Answer;
import org.ratatosk.app.control.ControlClient;

class BackupTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final StringWriter said = new StringWriter();

    @TempDir
    Path folder;

    /** Accounts are made by several at once while the backup is; those whose making was answered before it began are in it. */
    @Test
    void whatWasDoneBeforeTheBackupBeganIsThereElsewhere() throws Exception {
        Path config = config("here");
        List<String> done = new CopyOnWriteArrayList<>();
        List<String> before;
        try (Ratatosk running = Ratatosk.open(read(config))) {
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch enough = new CountDownLatch(20 + new Random(seed).nextInt(20));
            List<Thread> people = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "p" + i + "x";
                Thread thread = new Thread(() -> make(running, name, done, over, enough));
                thread.start();
                people.add(thread);
            }
            enough.await();
            before = List.copyOf(done);
            assertThat(command("backup", backup().toString(), "--config", config.toString()))
                    .as(said.toString())
                    .isZero();
            over.set(true);
            for (Thread thread : people) {
                thread.join();
            }
            assertThat(running.operations().run(List.of("version")).code()).isZero();
        }
        assertThat(said.toString())
                .contains("Copying the database …", "Writing ", "Reading it back …", "Made the backup " + backup());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("here/data")).isDirectoryNotContaining("glob:**/backup");
        Path elsewhere = config("elsewhere");
        assertThat(command("restore", backup().toString(), "--config", elsewhere.toString()))
                .as(said.toString())
                .isZero();
        try (Ratatosk running = Ratatosk.open(read(elsewhere))) {
            Answer list = ControlClient.call(folder.resolve("elsewhere/data/control.sock"), List.of("user", "list"))
                    .orElseThrow();
            assertThat(list.text().lines().map(line -> line.replaceAll("@.*", "")))
                    .as("seed %s", seed)
                    .containsAll(before);
            assertThat(running.describe(false)).isNotEmpty();
        }
        assertThat(folder.resolve("elsewhere/data/certs/ca.key"))
                .hasSameBinaryContentAs(folder.resolve("here/data/certs/ca.key"));
        assertThat(folder.resolve("elsewhere/data/secret")).hasSameBinaryContentAs(folder.resolve("here/data/secret"));
        assertThat(folder.resolve("elsewhere/data/restored.conf")).hasSameTextualContentAs(config);
    }

    private static void make(
            Ratatosk running, String name, List<String> done, AtomicBoolean over, CountDownLatch enough) {
        for (int i = 0; !over.get(); i++) {
            if (running.operations().run(List.of("user", "add", name + i)).code() == 0) {
                done.add(name + i);
                enough.countDown();
            }
        }
    }

    @Test
    void aStoppedServerIsBackedUpTooAndOnlyToANewFile() throws Exception {
        Path config = config("here");
        made(config);
        byte[] first = Files.readAllBytes(backup());
        assertThat(command("backup", backup().toString(), "--config", config.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("is there already");
        assertThat(backup()).hasBinaryContent(first);
        assertThat(folder).isDirectoryNotContaining("glob:**/*.part");
    }

    @Test
    void onlyOneIsMadeAtATime() throws Exception {
        Path config = config("here");
        made(config);
        Path lock = folder.resolve("here/data/backup.lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            assertThat(command("backup", folder.resolve("two").toString(), "--config", config.toString()))
                    .isEqualTo(1);
        }
        assertThat(said.toString()).contains("another backup", "under way");
        assertThat(folder.resolve("two")).doesNotExist();
    }

    @Test
    void aRunningServerAndAFullFolderAreLeftAlone() throws Exception {
        Path config = config("here");
        made(config);
        try (Ratatosk running = Ratatosk.open(read(config))) {
            assertThat(command("restore", backup().toString(), "--replace", "--config", config.toString()))
                    .isEqualTo(1);
            assertThat(said.toString()).contains("in use by another process");
            assertThat(running.operations().run(List.of("user", "add", "late")).code())
                    .isZero();
        }
        assertThat(command("restore", backup().toString(), "--config", config.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("is not empty", "--replace");
        assertThat(users(config)).contains("late@localhost");
        assertThat(command("restore", backup().toString(), "--replace", "--config", config.toString()))
                .as(said.toString())
                .isZero();
        assertThat(users(config)).contains("alice@localhost").doesNotContain("late@localhost");
        try (var aside = Files.newDirectoryStream(folder.resolve("here/data"), "before-restore-*")) {
            assertThat(aside.iterator().next().resolve("ratatosk.mv.db")).isRegularFile();
        }
    }

    @Test
    void whatIsNotWholeIsRefused() throws Exception {
        Path config = config("here");
        made(config);
        Path elsewhere = config("elsewhere");
        Path bad = Files.copy(backup(), folder.resolve("bad"));
        try (RandomAccessFile file = new RandomAccessFile(bad.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int there = file.read();
            file.seek(file.length() / 2);
            file.write(there ^ 1);
        }
        refused(bad, elsewhere, "was not restored");
        Files.write(bad, Arrays.copyOf(Files.readAllBytes(backup()), 5000));
        refused(bad, elsewhere, "is no backup, or its end is missing");
        changed(bad, "SHA256SUMS", text -> text.replaceFirst("^[0-9a-f]", "g"));
        refused(bad, elsewhere, "about in it is not as it was written");
        changed(bad, "SHA256SUMS", text -> text + "0".repeat(64) + "  data/more\n");
        refused(bad, elsewhere, "1 of its files are missing");
        refused(folder.resolve("nothing"), elsewhere, "there is no such file");
        assertThat(folder.resolve("elsewhere/data")).doesNotExist();
    }

    @Test
    void whatANewerOneMadeIsRefused() throws Exception {
        Path config = config("here");
        made(config);
        Path newer = folder.resolve("newer");
        for (String about : List.of(
                "format=2\nversion=9.9\n", "format=1\nversion=9.9\nmade=2030-01-01T00:00:00Z\ntables.server=99\n")) {
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(about.getBytes(StandardCharsets.UTF_8)));
            String line = sum + "  about\n";
            Files.deleteIfExists(newer);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(newer))) {
                put(zip, "about", about);
                put(zip, "SHA256SUMS", line);
            }
            refused(newer, config("elsewhere"), "made by a newer Ratatosk, 9.9");
        }
    }

    /** A name that leads out of the folder is refused, even with a checksum that is right. */
    @Test
    void nothingIsUnpackedElsewhere() throws Exception {
        Path evil = folder.resolve("evil");
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        for (String name : List.of("data/../../out", "/out", "data/./x", "other")) {
            Files.deleteIfExists(evil);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(evil))) {
                put(zip, name, "");
                put(zip, "SHA256SUMS", empty + "  " + name + "\n");
            }
            refused(evil, config("elsewhere"), name + " in it is not as it was written");
        }
    }

    private void refused(Path file, Path config, String words) {
        said.getBuffer().setLength(0);
        assertThat(command("restore", file.toString(), "--config", config.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains(words);
    }

    /** The backup with another text in one of its entries. */
    private void changed(Path copy, String changed, UnaryOperator<String> change) throws IOException {
        Files.deleteIfExists(copy);
        try (ZipFile from = new ZipFile(backup().toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (ZipEntry entry : from.stream().toList()) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                String text = new String(bytes, StandardCharsets.UTF_8);
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(entry.getName().equals(changed) ? change.apply(text).getBytes(StandardCharsets.UTF_8) : bytes);
                to.closeEntry();
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private Path backup() {
        return folder.resolve("today.backup");
    }

    /** Makes alice and a backup with her. */
    private void made(Path config) {
        assertThat(command("user", "add", "alice", "--config", config.toString()))
                .isZero();
        assertThat(command("backup", backup().toString(), "--config", config.toString()))
                .as(said.toString())
                .isZero();
    }

    private String users(Path config) {
        said.getBuffer().setLength(0);
        assertThat(command("user", "list", "--config", config.toString())).isZero();
        return said.toString();
    }

    private int command(String... words) {
        PrintWriter out = new PrintWriter(said, true);
        return Main.run(out, out, words);
    }

    private Path config(String name) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name));
        return Files.writeString(place.resolve("site.conf"), """
                data = "%s"
                listen { starttls = ["127.0.0.1:0"], direct-tls = [] }
                s2s.enabled = off
                web { https = ["127.0.0.1:0"], console = ["127.0.0.1:0"] }
                """.formatted(place.resolve("data")));
    }

    private AppConfig read(Path config) throws Exception {
        return AppConfig.read(config, folder, null);
    }
}
