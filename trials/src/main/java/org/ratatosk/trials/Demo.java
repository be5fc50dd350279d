package org.ratatosk.trials;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * The player of {@code ./ratatosk demo}: starts the product with a throw-away data folder, plays the main job with it from outside
 * and prints each step. With {@code --stay} the product runs on until Ctrl-C.
 */
public final class Demo {
    private Demo() {}

    /** Plays; ends with code 0 if every step passed, else with 1. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        if (!List.of("--stay").containsAll(words)) {
            System.err.println("ratatosk demo: only --stay is known");
            System.exit(2);
        }
        Quiet.smack();
        System.exit(run(words.contains("--stay"), System.out) ? 0 : 1);
    }

    private static boolean run(boolean stay, PrintStream out) throws IOException, InterruptedException {
        Programme programme = new Programme(out);
        try (Product product = new Product()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(product), "end"));
            try (Stage stage = new Stage(product, programme)) {
                begin(product, programme);
                new MainJob(stage).play(programme);
                new Foreigner(stage).play(programme);
                new Endurance(stage).play(programme);
                new Strangers(stage).play(programme);
                if (stay) {
                    boolean good = programme.end();
                    stay(stage, out);
                    return good;
                }
                finish(product, programme);
            }
        }
        return programme.end();
    }

    private static void begin(Product product, Programme programme) throws IOException, InterruptedException {
        try {
            long millis = product.start();
            programme.say("The server is ready in " + millis + " ms, with " + product.residentKib() / 1024
                    + " MiB of memory. Its data is in " + product.data() + ".");
        } catch (Unmet e) {
            programme.say("The server did not start: " + e.getMessage());
        }
    }

    private static void finish(Product product, Programme programme) throws IOException, InterruptedException {
        long resident = product.residentKib() / 1024;
        Duration took = product.terminate();
        programme.say("The server held " + resident + " MiB of memory in the end; SIGTERM ended it within "
                + took.toMillis() + " ms.");
    }

    private static void stay(Stage stage, PrintStream out) throws InterruptedException {
        Product product = stage.product();
        out.println();
        out.println("The server runs on until Ctrl-C.");
        out.println(
                "  Journal   " + product.siteUrl() + "/ (its certificate is signed by " + product.authority() + ")");
        out.println("  Console   " + product.consoleUrl() + "/console");
        for (String jid : List.of(Stage.ADMIN, Stage.ALICE, Stage.BOB, Stage.CAROL, Stage.CAROL_ABROAD)) {
            out.println("  Login     " + jid + ", password " + stage.password(jid));
        }
        out.println("  Jabber    127.0.0.1 port " + product.starttlsPort() + " (STARTTLS), " + product.directTlsPort()
                + " (direct TLS); the bot is " + Person.BOT);
        out.flush();
        product.awaitEnd();
    }

    private static void end(Product product) {
        try {
            product.close();
        } catch (IOException e) {
            System.err.println("ratatosk demo: could not remove " + product.data() + ": " + e.getMessage());
        }
    }
}
