/**
 * The product among servers of others, as Debian has them: each is a process with a folder, an address and certificates of its own, and
 * finds the others by a DNS server of the tests. Each class of tests starts what it needs and ends it.
 */
@NullMarked
package org.ratatosk.trials.federation;

import org.jspecify.annotations.NullMarked;
