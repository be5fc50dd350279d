package org.ratatosk.trials;

import java.io.PrintStream;

/** Plays numbered steps, prints what is said in them and how they end, and counts. Confined to one thread, but for what is said. */
public final class Programme {
    /** What is done in a step; whatever it throws is a failure. */
    @FunctionalInterface
    public interface Scene {
        /** Does it. */
        void play() throws Exception;
    }

    private final PrintStream out;
    private int number;
    private int passed;
    private int failed;
    private int few = Integer.MAX_VALUE;
    private int many;

    /** @param out where it is printed */
    public Programme(PrintStream out) {
        this.out = out;
    }

    /** Plays the next step, and goes on whatever comes of it. */
    public void step(String what, Scene scene) {
        number++;
        out.println();
        out.println("Step " + number + ": " + what);
        try {
            scene.play();
            passed++;
            out.println("ok " + number + " - " + what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(what, "the play was interrupted");
        } catch (Unmet e) {
            fail(what, String.valueOf(e.getMessage()));
        } catch (Exception | AssertionError e) {
            fail(what, "expected no trouble; came " + e);
        }
        out.flush();
    }

    private void fail(String what, String why) {
        failed++;
        out.println("not ok " + number + " - " + what);
        out.println("  # " + why.replace("\n", "\n  # "));
    }

    /** Of what is said while a scene is played, prints only the beginning, and how much there was. */
    public void few(int shown, Scene scene) throws Exception {
        begin(shown);
        try {
            scene.play();
        } finally {
            begin(Integer.MAX_VALUE);
        }
    }

    private synchronized void begin(int shown) {
        if (many > few) {
            out.println("  … and " + (many - few) + " more like these");
        }
        few = shown;
        many = 0;
    }

    /** Prints a line or several, a little to the right; the first is a heading for the others. */
    public synchronized void say(String lines) {
        if (++many > few) {
            return;
        }
        String[] parts = lines.split("\n", -1);
        if (parts.length == 2 && parts[0].length() + parts[1].length() < 120) {
            out.println("  " + parts[0] + ": " + parts[1]);
            return;
        }
        out.println("  " + parts[0]);
        for (int i = 1; i < parts.length; i++) {
            out.println("      " + parts[i]);
        }
    }

    /** Prints the counts as the last line. */
    public boolean end() {
        out.println();
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0;
    }
}
