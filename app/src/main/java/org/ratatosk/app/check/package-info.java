/**
 * Looks at what a server needs around it: its folder, ports, certificates, names in the DNS, the clock. Each check is a file and a line in
 * {@link org.ratatosk.app.check.Checks}; used by one command, on one thread.
 */
@NullMarked
package org.ratatosk.app.check;

import org.jspecify.annotations.NullMarked;
