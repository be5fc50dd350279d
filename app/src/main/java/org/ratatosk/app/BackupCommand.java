package org.ratatosk.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.ratatosk.app.backup.About;
import org.ratatosk.app.backup.Backup;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes all that a server keeps into a file, while it runs or not. Confined to one thread. */
@Command(name = "backup", description = "Write all that the server keeps into one file, while it runs.")
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The file to make; there must be none of this name yet.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Trouble {
        AppConfig config = place.config();
        PrintWriter out = spec.commandLine().getOut();
        Path data = config.server().data();
        Control.checkKept(place, config);
        try (Backup backup = new Backup(data, file, out::println)) {
            out.println("Copying the database …");
            Answer copied = Control.ask(place, config, List.of("copy-database"));
            if (copied.code() != 0) {
                throw new Trouble(copied.text());
            }
            backup.write(
                    About.of(
                            Version.text(),
                            InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS),
                            Ratatosk.SCHEMAS),
                    place.file());
        } catch (IOException e) {
            throw new Trouble("No backup was made: " + Trouble.words(e) + ".");
        }
        out.println("Made the backup " + file.toAbsolutePath()
                + ".\nKeep it as safe as the server itself: keys, messages and proofs of passwords are in it.");
        return 0;
    }
}
