/** Tests of features, each beside its conversation. */
@NullMarked
package org.ratatosk.server.feature;

import org.jspecify.annotations.NullMarked;
