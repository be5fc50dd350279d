/** Documents that are made from the code, and the tests that see when they differ. */
@NullMarked
package org.ratatosk.server.docs;

import org.jspecify.annotations.NullMarked;
