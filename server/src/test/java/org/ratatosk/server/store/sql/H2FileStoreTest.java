package org.ratatosk.server.store.sql;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class H2FileStoreTest extends SqlStoreContracts {
    H2FileStoreTest(@TempDir Path folder) {
        super(Database.file(folder.resolve("test"), List.of(Schema.SERVER)));
    }
}
