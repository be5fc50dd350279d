/**
 * Sessions of clients and the lanes in which their work is done in order. The seam between streams and everything behind them:
 * a stream opens a session with its {@link org.ratatosk.server.session.Connection} and hands over stanzas; features answer
 * through the session. Sessions are used on any thread; what a lane owns is touched in that lane only.
 */
@NullMarked
package org.ratatosk.server.session;

import org.jspecify.annotations.NullMarked;
