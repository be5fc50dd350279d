/**
 * Addresses of XMPP (RFC 7622). Everything that holds an address holds a {@link org.ratatosk.server.jid.Jid}, which is
 * prepared and checked when it is made, so that two addresses of the same entity are equal. Immutable, used on any thread.
 */
@NullMarked
package org.ratatosk.server.jid;

import org.jspecify.annotations.NullMarked;
