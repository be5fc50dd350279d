package org.ratatosk.server.store.sql;

import java.util.List;

class H2MemoryStoreTest extends SqlStoreContracts {
    H2MemoryStoreTest() {
        super(Database.memory(List.of(Schema.SERVER)));
    }
}
