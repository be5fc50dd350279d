/** Tests of the administration. */
@NullMarked
package org.ratatosk.server.admin;

import org.jspecify.annotations.NullMarked;
