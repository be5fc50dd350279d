/**
 * The bridge's tables, made by {@code db/bridge}: the sole users of SQL in the bridge. Each class implements the interface of the
 * part that it keeps things for. Thread-safe; calls block on the database.
 */
@NullMarked
package org.ratatosk.bridge.store.sql;

import org.jspecify.annotations.NullMarked;
