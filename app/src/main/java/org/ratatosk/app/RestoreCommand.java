package org.ratatosk.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ratatosk.app.backup.BackupFile;
import org.ratatosk.app.config.AppConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup into the data folder of a server that does not run. Confined to one thread. */
@Command(name = "restore", description = "Put a backup into the data folder, while no server runs.")
final class RestoreCommand implements Callable<Integer> {
    private static final DateTimeFormatter NOW =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Mixin
    private final Place place = new Place();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "What \"backup\" has made.")
    private Path file = Path.of("");

    @Option(
            names = "--replace",
            description =
                    "Do it although the data folder is not empty; what is there is set aside in a folder inside it.")
    private boolean replace;

    @Override
    public Integer call() throws Trouble {
        AppConfig config = place.config();
        PrintWriter out = spec.commandLine().getOut();
        Path data = config.server().data();
        out.println("Reading " + file + " …");
        try (BackupFile backup = BackupFile.open(file)) {
            backup.about().checkFits(Ratatosk.SCHEMAS);
            restore(backup, data);
            out.println("Restored what Ratatosk " + backup.about().version() + " kept at "
                    + backup.about().made() + " to " + data
                    + ".\nThe settings of then are in " + data.resolve("restored.conf")
                    + "; those in use are as they were. Start the server: " + Main.command() + " run");
            return 0;
        } catch (IOException e) {
            throw new Trouble(file + " was not restored: " + Trouble.words(e) + ".");
        }
    }

    private void restore(BackupFile backup, Path data) throws IOException, Trouble {
        try (DataFolder folder = DataFolder.lock(data)) {
            boolean empty = BackupFile.contents(folder.path()).isEmpty();
            if (!empty && !replace) {
                throw new Trouble(
                        "The data folder " + data + " is not empty, and nothing was changed in it."
                                + "\nWith --replace what is there is set aside in a folder inside it, and the backup takes its place.");
            }
            backup.restore(
                    data, empty ? null : NOW.format(InstantSource.system().instant()));
        }
    }
}
