/**
 * Streams with the servers of other domains (RFC 6120, XEP-0178, XEP-0220, XEP-0288): who proves what, what waits for a way and what
 * comes back. {@link org.ratatosk.server.stream.s2s.Federation} is called by the router, by the sockets and by the console. Each
 * stream is confined to the loop of its wire; links and connections are thread-safe.
 */
@NullMarked
package org.ratatosk.server.stream.s2s;

import org.jspecify.annotations.NullMarked;
