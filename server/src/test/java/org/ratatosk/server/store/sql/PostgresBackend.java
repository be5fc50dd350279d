package org.ratatosk.server.store.sql;

import org.jdbi.v3.core.Handle;

/** PostgreSQL as the store needs it: a commit is durable, and the server looks after its files itself. Immutable. */
final class PostgresBackend implements Backend {
    @Override
    public void sync(Handle handle) {
        // its commits are durable
    }

    @Override
    public boolean tidy(Handle handle) {
        return false;
    }

    @Override
    public boolean isShortOfSpace() {
        return false;
    }

    @Override
    public boolean isFull(Throwable error) {
        return false;
    }

    @Override
    public void close() {
        // others may use the server
    }

    @Override
    public void recover() {
        // a connection that broke is replaced by the pool
    }
}
