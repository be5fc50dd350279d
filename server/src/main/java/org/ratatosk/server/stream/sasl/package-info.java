/**
 * Proving who a client is (RFC 6120 section 6): the mechanisms, their exchanges, the keys behind them and the throttle on
 * wrong passwords. Streams call {@link org.ratatosk.server.stream.sasl.Sasl}; the administration calls
 * {@link org.ratatosk.server.stream.sasl.Credentials}. Exchanges belong to one stream; everything else is thread-safe.
 * Passwords are hashed on the pool for computing, never on an event loop.
 */
@NullMarked
package org.ratatosk.server.stream.sasl;

import org.jspecify.annotations.NullMarked;
