/**
 * {@link org.ratatosk.server.net.Sockets} opens the ports, lets clients and servers in within bounds, connects to other servers,
 * and carries bytes, in TLS, to and from the streams; {@link org.ratatosk.server.net.HttpsReader} asks websites. Sole user of Netty. What belongs to a connection is confined to its event loop.
 */
@NullMarked
package org.ratatosk.server.net;

import org.jspecify.annotations.NullMarked;
