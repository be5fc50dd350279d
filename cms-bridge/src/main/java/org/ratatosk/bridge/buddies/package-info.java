/**
 * Who has what to do with whom: what the site says of it goes into rosters and block lists, and what members do in their clients goes to the
 * site. Neither comes back to where it came from, since both are compared with how they stood when they last agreed.
 */
@NullMarked
package org.ratatosk.bridge.buddies;

import org.jspecify.annotations.NullMarked;
