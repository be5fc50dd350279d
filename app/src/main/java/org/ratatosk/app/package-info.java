/** The command line and the hand wiring of server, bridge and web; the only place that writes to the terminal. */
@NullMarked
package org.ratatosk.app;

import org.jspecify.annotations.NullMarked;
