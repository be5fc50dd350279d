/**
 * What the server can do beyond carrying stanzas: a file for each specification, a line for each file in
 * {@link org.ratatosk.server.Features}. Handlers are called in lanes and keep what they know with the lane or the session.
 */
@NullMarked
package org.ratatosk.server.feature;

import org.jspecify.annotations.NullMarked;
