/**
 * Who hears of what: subscriptions, matching of events, and the answer to why somebody did or did not get an alert. Thread-safe,
 * may block on the database.
 */
@NullMarked
package org.ratatosk.bridge.alerts;

import org.jspecify.annotations.NullMarked;
