/**
 * XML as XMPP needs it: immutable elements, a reader that takes bytes as they come and enforces limits, and a writer. Aalto
 * is the only tokeniser in the server. Called by the streams and by everything that makes or reads a stanza; elements may be
 * shared between threads, a reader belongs to one event loop.
 */
@NullMarked
package org.ratatosk.server.xml;

import org.jspecify.annotations.NullMarked;
