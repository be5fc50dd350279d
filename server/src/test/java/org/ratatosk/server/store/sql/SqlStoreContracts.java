package org.ratatosk.server.store.sql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.ratatosk.server.store.AccountStoreContract;
import org.ratatosk.server.store.ArchiveStoreContract;
import org.ratatosk.server.store.BlockStoreContract;
import org.ratatosk.server.store.LinkStoreContract;
import org.ratatosk.server.store.PepStoreContract;
import org.ratatosk.server.store.ProfileStoreContract;
import org.ratatosk.server.store.RosterStoreContract;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.StoreContract;

/** All contracts of a store, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlStoreContracts {
    private final Database database;
    private final AutoCloseable server;

    /** A database, and the server that it is in. */
    record Served(Database database, AutoCloseable server) {}

    SqlStoreContracts(Database database) {
        this(new Served(database, () -> {}));
    }

    SqlStoreContracts(Served served) {
        this.database = served.database();
        this.server = served.server();
    }

    @AfterAll
    void closeDatabase() throws Exception {
        database.close();
        server.close();
    }

    @Nested
    class Whole extends StoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Accounts extends AccountStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Rosters extends RosterStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Blocks extends BlockStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Archive extends ArchiveStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Pep extends PepStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Profiles extends ProfileStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }

    @Nested
    class Links extends LinkStoreContract {
        @Override
        protected Store open() {
            return EmptyStore.in(database);
        }
    }
}
