/** External components against a whole server, over sockets. */
@NullMarked
package org.ratatosk.server.component;

import org.jspecify.annotations.NullMarked;
