/**
 * Streams of XML (RFC 6120 section 4) between a carrier of bytes and the sessions behind it. The carrier calls a
 * {@link org.ratatosk.server.stream.Protocol} on its event loop and is called back as a {@link org.ratatosk.server.stream.Wire};
 * {@link org.ratatosk.server.stream.ClientConnection} is what a session sends to, and outlives wires when stream management
 * (XEP-0198) is on. Streams are confined to the loop of their wire; connections are thread-safe.
 */
@NullMarked
package org.ratatosk.server.stream;

import org.jspecify.annotations.NullMarked;
