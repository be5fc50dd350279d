/**
 * Sockets: {@link org.ratatosk.server.net.ClientListener} opens the ports, lets clients in within bounds and carries their bytes, in
 * TLS, to and from the streams. Sole user of Netty. What belongs to a connection is confined to its event loop.
 */
@NullMarked
package org.ratatosk.server.net;

import org.jspecify.annotations.NullMarked;
