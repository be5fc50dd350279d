/** HTTP towards addresses that other people name: every way out of this server by HTTP goes through here. Thread-safe. */
@NullMarked
package org.ratatosk.server.http;

import org.jspecify.annotations.NullMarked;
