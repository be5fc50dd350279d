package org.ratatosk.bridge.remote;

import java.time.Duration;
import org.ratatosk.server.http.SafeHttp;

/**
 * The CMS elsewhere that a site has. Immutable.
 *
 * @param cms how it is spoken to
 * @param home where members find it, as {@code https://example.org/}
 * @param http by which it, and whoever tells of it, is asked
 * @param every how often it is asked for news when it does not tell of them itself
 * @param vault seals what proves to it that we act as a member
 */
public record RemoteSite(RemoteCms cms, String home, SafeHttp http, Duration every, Vault vault) {}
