/** Suites of others, made for any server, against the built product, with a floor below which their figures must not sink. */
@NullMarked
package org.ratatosk.trials.suite;

import org.jspecify.annotations.NullMarked;
