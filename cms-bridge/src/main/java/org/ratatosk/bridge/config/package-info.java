/** What the bridge is told at its start, read once and checked before anything begins. Immutable. */
@NullMarked
package org.ratatosk.bridge.config;

import org.jspecify.annotations.NullMarked;
