/**
 * The store in a database, and the way to that database for others who keep tables in it. Reads run on a few threads of
 * their own; one writer gathers what waits and makes it durable in batches. The only package of the server that knows SQL.
 */
@NullMarked
package org.ratatosk.server.store.sql;

import org.jspecify.annotations.NullMarked;
