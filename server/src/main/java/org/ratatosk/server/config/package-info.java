/**
 * The server's settings as records, read once by {@code app} from {@code etc/ratatosk.conf} and handed to constructors. Each
 * record checks what only it can know; tests take {@code defaults()} and change what they need. Immutable.
 */
@NullMarked
package org.ratatosk.server.config;

import org.jspecify.annotations.NullMarked;
