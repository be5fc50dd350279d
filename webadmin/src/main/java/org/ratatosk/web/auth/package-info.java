/**
 * Who asks, and what they may see: client addresses behind proxies, sessions in memory, cookies, tokens of forms. Called by the
 * handlers on Jetty's threads.
 */
@NullMarked
package org.ratatosk.web.auth;

import org.jspecify.annotations.NullMarked;
