/**
 * Addresses that members have proved to be theirs, and how they prove them. Called by the bot and by the web pages; thread-safe,
 * may block on the database.
 */
@NullMarked
package org.ratatosk.bridge.identity;

import org.jspecify.annotations.NullMarked;
