package org.ratatosk.app.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ratatosk.app.config.AppConfig;

/** The data folder, and room on its disk. Immutable. */
final class FolderCheck implements Check {
    private static final long LITTLE = 1L << 30;
    private final boolean running;

    FolderCheck(boolean running) {
        this.running = running;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        List<Finding> found = new ArrayList<>();
        Path data = config.server().data();
        found.add(folder(data));
        if (Files.isDirectory(data)) {
            found.add(room(data));
        }
        Path avatar = config.bridge().avatar();
        if (avatar != null && !Files.isReadable(avatar)) {
            found.add(Finding.bad(
                    "The bot's picture " + avatar + " cannot be read.",
                    "Correct site.bot-avatar, or make the file readable."));
        }
        return found;
    }

    private Finding folder(Path data) {
        if (!Files.exists(data)) {
            return Finding.note("There is no data folder " + data + " yet.", "The first start makes it.");
        }
        if (!Files.isWritable(data)) {
            return Finding.bad(
                    "The data folder " + data + " cannot be written by you.",
                    "Run Ratatosk as the folder's owner, or give it to your user: chown -R YOU " + data);
        }
        return Finding.good(
                "The data folder is " + data + (running ? "; a server runs on it." : "; no server runs on it."));
    }

    private static Finding room(Path data) {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            String text = "The disk of the data folder has " + (free >> 20) + " MiB free.";
            return free >= LITTLE
                    ? Finding.good(text)
                    : Finding.bad(text, "Make room: when it is full, senders are refused.");
        } catch (IOException e) {
            return Finding.note("The room on the disk of " + data + " cannot be told: " + e.getMessage(), "");
        }
    }
}
