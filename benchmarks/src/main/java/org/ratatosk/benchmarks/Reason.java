package org.ratatosk.benchmarks;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failures mean to people. */
final class Reason {
    private Reason() {}

    /** Why something failed, in words; what only tells of the way that the failure took is left out. */
    static String of(Throwable failure) {
        Optional<String> file = file(failure);
        if (file.isPresent()) {
            return file.get();
        }
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof CertificateException) {
                String why = String.valueOf(one.getMessage()).replaceAll("[\\w.]+Exception: ", "");
                return "the server's certificate is not believed (" + why
                        + "). --ca names a file with whoever signed it";
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

    /** What is wrong with a file, if that is at the bottom of it. */
    private static Optional<String> file(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof NoSuchFileException) {
                return Optional.of("there is no file " + one.getMessage());
            }
            if (one instanceof FileNotFoundException) {
                String said = String.valueOf(one.getMessage());
                String missing = " (No such file or directory)";
                return Optional.of(
                        said.endsWith(missing)
                                ? "there is no file " + said.substring(0, said.length() - missing.length())
                                : "a file cannot be read: " + said);
            }
        }
        return Optional.empty();
    }
}
