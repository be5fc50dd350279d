/**
 * Streams of clients (RFC 6120): the order in which TLS, login and resource binding are negotiated, and what may be sent when.
 * {@link org.ratatosk.server.stream.c2s.ClientStreams} makes them for the wires of the network. Each stream is confined to the loop
 * of its wire.
 */
@NullMarked
package org.ratatosk.server.stream.c2s;

import org.jspecify.annotations.NullMarked;
