package org.ratatosk.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.config.ConfigProblems;
import picocli.CommandLine.Option;

/** The options that say which server is meant. Confined to one thread. */
final class Place {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; else etc/ratatosk.conf of Ratatosk's folder.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; else the one that the configuration names.")
    private @Nullable Path data;

    /** Reads the configuration. */
    AppConfig config() throws Trouble {
        try {
            return AppConfig.read(file(), home(), data);
        } catch (ConfigProblems e) {
            throw new Trouble("The configuration cannot be used:\n  " + String.join("\n  ", e.problems()));
        }
    }

    /** The configuration's file. */
    Path file() {
        return file == null ? home().resolve("etc").resolve("ratatosk.conf") : file;
    }

    /** Who says where the data folder is, for people. */
    String dataFrom() {
        return data == null ? file().toString() : "--data";
    }

    private static Path home() {
        return Path.of(System.getProperty("ratatosk.home", ""));
    }

    /** An account as it is meant: a name alone is one of the site's first domain. */
    String address(String who) throws Trouble {
        return who.indexOf('@') < 0
                ? who + "@" + config().bridge().siteDomains().get(0)
                : who;
    }
}
