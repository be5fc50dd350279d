package org.ratatosk.trials;

import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/**
 * The player of {@code ./ratatosk demo}: starts the product with a throw-away data folder, and a second one for another domain, plays the
 * main job with them from outside and prints each step. With {@code --stay} they run on until Ctrl-C.
 */
public final class Demo {
    private Demo() {}

    /** Plays; ends with code 0 if every step passed, else with 1. */
    public static void main(String[] args) throws IOException, InterruptedException, GeneralSecurityException {
        List<String> words = List.of(args);
        if (!List.of("--stay").containsAll(words)) {
            System.err.println("ratatosk demo: only --stay is known");
            System.exit(2);
        }
        Quiet.smack();
        System.exit(run(words.contains("--stay"), System.out) ? 0 : 1);
    }

    private static boolean run(boolean stay, PrintStream out)
            throws IOException, InterruptedException, GeneralSecurityException {
        Programme programme = new Programme(out);
        try (Worlds worlds = new Worlds()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(worlds), "end"));
            try (Stage stage = new Stage(worlds, programme)) {
                begin(worlds, programme);
                new MainJob(stage).play(programme);
                new Foreigner(stage).play(programme);
                new Endurance(stage).play(programme);
                new Strangers(stage).play(programme);
                if (stay) {
                    boolean good = programme.end();
                    stay(stage, out);
                    return good;
                }
                finish(worlds, programme);
            }
        }
        return programme.end();
    }

    private static void begin(Worlds worlds, Programme programme) throws IOException, InterruptedException {
        Product product = worlds.home();
        try {
            long millis = product.start();
            programme.say("The server is ready in " + millis + " ms, with " + product.residentKib() / 1024
                    + " MiB of memory. Its data is in " + product.data() + ".");
            millis = worlds.abroad().start();
            programme.say(
                    "A second server, for " + Product.ABROAD + ", is ready in " + millis
                            + " ms, with data and a certificate of its own: people there reach the first one over the network.");
        } catch (Unmet e) {
            programme.say("A server did not start: " + e.getMessage());
        }
    }

    private static void finish(Worlds worlds, Programme programme) throws IOException, InterruptedException {
        long resident = worlds.home().residentKib() / 1024;
        Duration took = worlds.home().terminate();
        programme.say("The server held " + resident + " MiB of memory in the end; SIGTERM ended it within "
                + took.toMillis() + " ms.");
        worlds.abroad().terminate();
    }

    private static void stay(Stage stage, PrintStream out) throws InterruptedException {
        Product product = stage.product();
        out.println();
        out.println("The server runs on until Ctrl-C.");
        out.println("  Journal   " + product.siteUrl() + "/ (its certificate is signed by "
                + stage.worlds().authority() + ")");
        out.println("  Console   " + product.consoleUrl() + "/console");
        for (String jid : List.of(Stage.ADMIN, Stage.ALICE, Stage.BOB, Stage.CAROL, Stage.CAROL_ABROAD)) {
            out.println("  Login     " + jid + ", password " + stage.password(jid));
        }
        out.println("  Jabber    127.0.0.1 port " + product.starttlsPort() + " (STARTTLS), " + product.directTlsPort()
                + " (direct TLS); the bot is " + Person.BOT);
        out.println("            for " + Product.ABROAD + " port "
                + stage.worlds().abroad().starttlsPort() + " and "
                + stage.worlds().abroad().directTlsPort());
        out.flush();
        product.awaitEnd();
    }

    private static void end(Worlds worlds) {
        try {
            worlds.close();
        } catch (IOException e) {
            System.err.println("ratatosk demo: could not remove what it made: " + e.getMessage());
        }
    }
}
