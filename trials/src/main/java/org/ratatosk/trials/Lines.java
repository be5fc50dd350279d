package org.ratatosk.trials;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process prints, gathered in the background and kept in a file too. Thread-safe. */
public final class Lines {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** Starts to read. */
    public Lines(InputStream from, Path copy, String name) {
        Thread reader = new Thread(() -> read(from, copy), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream from, Path copy) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Files.writeString(copy, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // the process has ended in the middle of a line
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    /**
     * Waits until a line matches a pattern.
     *
     * @throws Unmet if the time is over or the process has ended first
     */
    public synchronized Matcher await(String pattern, Duration time) throws InterruptedException {
        Pattern compiled = Pattern.compile(pattern);
        long end = System.nanoTime() + time.toNanos();
        for (int next = 0; ; ) {
            for (; next < lines.size(); next++) {
                Matcher matcher = compiled.matcher(lines.get(next));
                if (matcher.find()) {
                    return matcher;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                throw new Unmet("a line like \"" + pattern + "\"", ended ? "the end of: " + tail() : tail());
            }
            wait(left);
        }
    }

    /** The last lines. */
    public synchronized String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
