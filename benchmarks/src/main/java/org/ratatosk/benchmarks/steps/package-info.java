/** What single steps on the way of a stanza cost; JMH runs them. Each class is one step, and is used by one thread. Never shipped. */
@NullMarked
package org.ratatosk.benchmarks.steps;

import org.jspecify.annotations.NullMarked;
