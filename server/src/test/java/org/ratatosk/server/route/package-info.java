/** Tests of routing. */
@NullMarked
package org.ratatosk.server.route;

import org.jspecify.annotations.NullMarked;
