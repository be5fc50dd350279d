/** Plays the product's main job from outside, as clients and as a player process; never shipped. */
@NullMarked
package org.ratatosk.trials;

import org.jspecify.annotations.NullMarked;
