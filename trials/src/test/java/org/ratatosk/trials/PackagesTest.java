package org.ratatosk.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dist} makes, unpacked where nothing else of Ratatosk is. Nothing is installed on this machine. */
@Tag("clients")
class PackagesTest {
    private static final String DORA = "dora@" + Product.HOME;
    private static final String PASSWORD = "Nidhogg-gnaws-at-roots";
    private static final String SOURCES = System.getProperty("ratatosk.home");

    @TempDir
    private static Path folder;

    private static Path deb;
    private static Path tarball;

    @BeforeAll
    static void make() throws Exception {
        List<Path> made = outside(System.getProperty("ratatosk.launcher"), "dist")
                .lines()
                .map(Path::of)
                .toList();
        assertThat(made).hasSize(2);
        tarball = made.get(0);
        deb = made.get(1);
    }

    @Test
    void theDebianPackageHasAServerThatRuns() throws Exception {
        Path root = folder.resolve("root");
        outside("dpkg-deb", "-x", deb.toString(), root.toString());
        // Debian wants this link absolute; here it has to stay inside.
        Path settings = root.resolve("usr/share/ratatosk/etc");
        assertThat(Files.readSymbolicLink(settings)).hasToString("/etc/ratatosk");
        Files.delete(settings);
        Files.createSymbolicLink(settings, root.resolve("etc/ratatosk"));
        runs(root.resolve("usr/bin/ratatosk"));
    }

    @Test
    void theTarballHasAServerThatRuns() throws Exception {
        outside("tar", "-xzf", tarball.toString(), "-C", folder.toString());
        Path top = folder.resolve(tarball.getFileName().toString().replace(".tar.gz", ""));
        runs(top.resolve("bin/ratatosk"));
        assertThat(top.resolve("etc/ratatosk.conf")).content().contains("\ndata = data\n");
    }

    private void runs(Path launcher) throws Exception {
        String help = outside(launcher.toString(), "help");
        assertThat(help)
                .contains("Usage: ratatosk", "run", "check", "user", "admin-link", "version")
                .doesNotContain("dist", "demo", "./ratatosk");
        try (Product product = new Product()) {
            product.launcher(launcher);
            product.start();
            product.account(DORA, PASSWORD);
            List<String> server = ProcessHandle.current()
                    .descendants()
                    .flatMap(one -> Arrays.stream(one.info().arguments().orElse(new String[0])))
                    .toList();
            assertThat(server).contains("org.ratatosk.app.Main").noneMatch(word -> word.contains(SOURCES));
            Person.login(product, Trust.in(product.authority()), DORA, PASSWORD, line -> {})
                    .close();
            assertThat(product.terminate()).isNotNull();
            assertThat(product.log()).content().doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void theDebianPackageSaysWhatItNeedsAndWhereItKeepsThings() throws Exception {
        assertThat(outside("dpkg-deb", "-f", deb.toString(), "Depends"))
                .isEqualTo("openjdk-17-jre-headless | java17-runtime-headless, adduser\n");
        Path root = folder.resolve("looked-at");
        outside("dpkg-deb", "-R", deb.toString(), root.toString());
        List<String> settings = Files.readAllLines(root.resolve("DEBIAN/conffiles"));
        assertThat(settings)
                .contains("/etc/ratatosk/ratatosk.conf")
                .allSatisfy(file -> assertThat(root.resolve(file.substring(1))).isRegularFile());
        assertThat(root.resolve("etc/ratatosk/ratatosk.conf")).content().contains("\ndata = /var/lib/ratatosk\n");
        assertThat(root.resolve("etc/ratatosk/logback.xml")).content().doesNotContain("%d{");
        assertThat(root.resolve("usr/lib/systemd/system/ratatosk.service"))
                .content()
                .contains("ExecStart=/usr/bin/ratatosk run --no-link\n", "User=ratatosk\n", "ProtectSystem=strict\n")
                .contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE\n", "Restart=on-failure\n");
        for (String script : List.of("postinst", "prerm", "postrm")) {
            Path file = root.resolve("DEBIAN").resolve(script);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rwxr-xr-x");
            outside("sh", "-n", file.toString());
        }
    }

    @Test
    void thePluginForWordPressIsWhole() throws Exception {
        outside("tar", "-xzf", tarball.toString(), "-C", folder.toString(), "--wildcards", "*/php/*");
        Path php = folder.resolve(tarball.getFileName().toString().replace(".tar.gz", ""))
                .resolve("php");
        try (ZipFile zip = new ZipFile(php.resolve("ratatosk-wordpress.zip").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains("ratatosk/ratatosk.php", "ratatosk/includes/Plugin.php", "ratatosk/lib/Outbox.php")
                    .allMatch(name -> name.startsWith("ratatosk/"));
        }
        assertThat(php.resolve("lib/autoload.php")).isRegularFile();
        assertThat(php.resolve("midgard/lib/autoload.php")).isRegularFile();
    }

    @Test
    void theSameSourcesGiveTheSameBytes() throws Exception {
        Path again = folder.resolve("again");
        Path sources = Path.of(SOURCES);
        outside(
                sources.resolve("packaging/make").toString(),
                sources.resolve("app/target/ratatosk/lib").toString(),
                again.toString());
        assertThat(again.resolve(deb.getFileName())).hasSameBinaryContentAs(deb);
        assertThat(again.resolve(tarball.getFileName())).hasSameBinaryContentAs(tarball);
    }

    private static String outside(String... command) throws IOException, InterruptedException {
        return Outside.start(folder, Map.of(), List.of(command)).end();
    }
}
