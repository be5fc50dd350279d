package org.ratatosk.benchmarks;

import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failures mean to people. */
final class Reason {
    private Reason() {}

    /** Why something failed, in words; what only tells of the way that the failure took is left out. */
    static String of(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof CertificateException) {
                String why = String.valueOf(one.getMessage()).replaceAll("[\\w.]+Exception: ", "");
                return "the server's certificate is not believed (" + why
                        + "). --ca names a file with whoever signed it";
            }
            if (one instanceof NoSuchFileException) {
                return "there is no file " + one.getMessage();
            }
        }
        boolean way = failure instanceof ExecutionException || failure instanceof CompletionException;
        Throwable cause = failure.getCause();
        if (cause != null && (way || failure.getMessage() == null)) {
            return of(cause);
        }
        String said = failure.getMessage();
        return said == null ? failure.getClass().getSimpleName() : said;
    }
}
