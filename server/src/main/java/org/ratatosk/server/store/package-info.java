/**
 * What the server keeps, as interfaces only: accounts, rosters, block lists, the archive, one-time links. Handlers read with
 * {@link org.ratatosk.server.store.Store#read} and return writes; one writer makes the writes durable in batches before
 * anything is announced. Implemented by {@code store.sql} and {@code store.memory}.
 */
@NullMarked
package org.ratatosk.server.store;

import org.jspecify.annotations.NullMarked;
