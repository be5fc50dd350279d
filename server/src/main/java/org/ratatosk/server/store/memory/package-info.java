/**
 * A store in memory, for tests and for trying things out: plain maps, gone when it is closed. It keeps the promises of
 * {@link org.ratatosk.server.store.Store} except durability. Used on the one thread that the store was given.
 */
@NullMarked
package org.ratatosk.server.store.memory;

import org.jspecify.annotations.NullMarked;
