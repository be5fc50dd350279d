package org.ratatosk.bridge.remote;

import java.time.Instant;

/**
 * What a CMS has made of what it was given. Immutable.
 *
 * @param id the CMS's id
 * @param link where it stands
 * @param at when it was made or last changed, by the CMS's clock
 * @param held whether somebody has to approve it first
 */
public record Made(String id, String link, Instant at, boolean held) {}
