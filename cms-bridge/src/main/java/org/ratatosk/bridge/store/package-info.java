/**
 * What the bridge keeps, as records and interfaces: posts and comments of the own journal, events, identities, subscriptions, the
 * outbox. Implemented in store.sql on the same database as the server.
 */
@NullMarked
package org.ratatosk.bridge.store;

import org.jspecify.annotations.NullMarked;
