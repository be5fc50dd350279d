/**
 * Streams of external components (XEP-0114, {@code jabber:component:accept}): programs that take part under a domain of their own. A
 * {@link org.ratatosk.server.stream.component.ComponentStream} is proved by a handshake and then belongs to the
 * {@link org.ratatosk.server.stream.component.Pool} of its component, which is what the router knows. Streams are confined to the loop
 * of their wire; pools are thread-safe.
 */
@NullMarked
package org.ratatosk.server.stream.component;

import org.jspecify.annotations.NullMarked;
