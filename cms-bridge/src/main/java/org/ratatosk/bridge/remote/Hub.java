package org.ratatosk.bridge.remote;

import java.net.URI;

/**
 * Somebody on the web who tells of changes as soon as they are there (W3C WebSub). Immutable.
 *
 * @param address where one asks to be told
 * @param topic what is asked for: how that of which it tells calls itself
 */
public record Hub(URI address, URI topic) {}
