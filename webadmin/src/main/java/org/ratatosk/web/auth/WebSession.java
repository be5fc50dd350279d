package org.ratatosk.web.auth;

import java.time.Instant;
import org.ratatosk.server.jid.Jid;

/**
 * A login on the web. Its key is known to the browser alone; here it is kept as a hash. Immutable.
 *
 * @param keyHash SHA-256 of the key in the cookie, hexadecimal
 * @param account who logged in, bare
 * @param incarnation of the account at login: an account made again under the same name is somebody else
 * @param passwordVersion of the account's password at login: another password ends the login
 * @param formToken what the forms of this login carry
 * @param created when
 * @param address the client's address at login
 */
public record WebSession(
        String keyHash,
        Jid account,
        String incarnation,
        String passwordVersion,
        String formToken,
        Instant created,
        String address) {}
