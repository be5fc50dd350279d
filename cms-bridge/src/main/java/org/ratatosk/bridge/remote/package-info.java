/**
 * A CMS elsewhere: what it has to do ({@link org.ratatosk.bridge.remote.RemoteCms}, one class for each kind), what it tells of itself
 * ({@link org.ratatosk.bridge.remote.Change}), and how the bridge keeps a mirror of it.
 */
@NullMarked
package org.ratatosk.bridge.remote;

import org.jspecify.annotations.NullMarked;
