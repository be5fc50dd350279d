/**
 * Where the servers of other domains are: SRV and address records (RFC 6120 section 3.2, XEP-0368), in the order in which they
 * are to be tried. Called by the streams to other servers; nothing here blocks its caller.
 */
@NullMarked
package org.ratatosk.server.dns;

import org.jspecify.annotations.NullMarked;
