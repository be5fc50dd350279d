/**
 * How fast a server is: a load generator for any XMPP server, the comparison of three of them in one run, and what single steps cost. Never
 * shipped.
 */
@NullMarked
package org.ratatosk.benchmarks;

import org.jspecify.annotations.NullMarked;
