/** Tests of lanes and sessions. */
@NullMarked
package org.ratatosk.server.session;

import org.jspecify.annotations.NullMarked;
