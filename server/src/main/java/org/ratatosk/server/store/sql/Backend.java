package org.ratatosk.server.store.sql;

import org.jdbi.v3.core.Handle;

/** What differs between databases. Thread-safe. */
interface Backend {
    /** Makes all that was committed survive the loss of power, if a commit alone does not. */
    void sync(Handle handle);

    /**
     * Does a little of the upkeep that the database would otherwise neglect; called by the writer now and then, and followed
     * by a {@link #sync}.
     *
     * @return whether there was something to do, so that there may be more
     */
    boolean tidy(Handle handle);

    /** Whether it is wiser not to write: the disk is so full that the database could break off in the middle. */
    boolean isShortOfSpace();

    /** Whether an error means that there was no room. */
    boolean isFull(Throwable error);

    /** To be called when the pool is closed, so that it opens nothing any more. All that counts is forced already. */
    void close();

    /** To be called after an error that concerned more than one statement, when the database may have shut itself down. */
    void recover();
}
