/**
 * Certificates of public authorities without anybody's hands (RFC 8555): {@link org.ratatosk.server.acme.AcmeKeeper} orders one for
 * each hosted domain that has none but the server's own, and renews those that it ordered. It works on a thread of its own, which may
 * wait for the authority. Sole user of acme4j.
 */
@NullMarked
package org.ratatosk.server.acme;

import org.jspecify.annotations.NullMarked;
