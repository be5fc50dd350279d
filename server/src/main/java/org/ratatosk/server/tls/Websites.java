package org.ratatosk.server.tls;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Reads small documents from websites that strangers name. Thread-safe; never blocks its caller. */
@FunctionalInterface
public interface Websites {
    /**
     * The text of a document. The stage fails with an {@link java.io.IOException} or one of the DNS, which say in words why not; with an
     * {@link AwayException} if the website did not answer; or with a {@link java.util.concurrent.RejectedExecutionException} if too many
     * are read at once.
     */
    CompletionStage<String> read(URI uri);
}
