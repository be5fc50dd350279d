package org.ratatosk.web.auth;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the server promised; only on threads that may wait. Immutable. */
public final class Stages {
    private static final long PATIENCE_SECONDS = 15;

    private Stages() {}

    /** The result of a stage; throws {@link RefusedException} if the server refused, else what the stage failed with. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new RefusedException(refused);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The web is stopping", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The server did not answer in time", e);
        }
    }
}
