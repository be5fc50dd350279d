/** Whole servers on the loopback interface and raw clients of them, for tests. Each is used by one test. */
@NullMarked
package org.ratatosk.server.testing;

import org.jspecify.annotations.NullMarked;
