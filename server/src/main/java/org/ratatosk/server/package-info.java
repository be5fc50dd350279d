/** The XMPP server: an embeddable engine that knows no CMS. {@code app} builds and starts it. */
@NullMarked
package org.ratatosk.server;

import org.jspecify.annotations.NullMarked;
