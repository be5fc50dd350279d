/**
 * Alerts on their way: written with the event that made them, sent with one stanza id for life, tried again until delivered or
 * dead. Thread-safe; sends on threads of its own.
 */
@NullMarked
package org.ratatosk.bridge.outbox;

import org.jspecify.annotations.NullMarked;
