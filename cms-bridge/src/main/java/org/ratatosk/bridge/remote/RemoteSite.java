package org.ratatosk.bridge.remote;

import java.time.Duration;

/**
 * The CMS elsewhere that a site has. Immutable.
 *
 * @param cms how it is spoken to
 * @param every how often it is asked for news when it does not tell of them itself
 * @param vault seals what proves to it that we act as a member
 */
public record RemoteSite(RemoteCms cms, Duration every, Vault vault) {}
