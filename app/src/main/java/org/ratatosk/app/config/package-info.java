/**
 * Reads {@code etc/ratatosk.conf} strictly into the records that server, bridge and web are built from. Used once at the start of
 * a command; immutable but for the reader itself, which one thread uses.
 */
@NullMarked
package org.ratatosk.app.config;

import org.jspecify.annotations.NullMarked;
