package org.ratatosk.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** A command cannot be done. The message, possibly several lines, says why and what to do. */
final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    Trouble(String message) {
        super(message);
    }

    /** What a failure of the file system means. */
    static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access to " + e.getMessage() + " is denied";
        }
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " is not there";
        }
        return String.valueOf(e.getMessage());
    }
}
