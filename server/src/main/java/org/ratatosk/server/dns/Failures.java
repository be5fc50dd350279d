package org.ratatosk.server.dns;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Brings what goes wrong in a chain of stages into words. Immutable. */
final class Failures {
    private Failures() {}

    /** What a stage failed with, as the one exception of this package. */
    static NoWayException noWay(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof NoWayException known) {
            return known;
        }
        return cause instanceof TimeoutException
                ? NoWayException.silence("The DNS does not answer in time")
                : NoWayException.forNow("The DNS cannot be asked: " + cause);
    }

    /** The same stage, failing with {@link NoWayException} itself instead of with what stages wrap around it. */
    static <T> CompletionStage<T> plainly(CompletionStage<T> stage) {
        CompletableFuture<T> plain = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                plain.complete(value);
            } else {
                plain.completeExceptionally(noWay(failure));
            }
        });
        return plain;
    }
}
