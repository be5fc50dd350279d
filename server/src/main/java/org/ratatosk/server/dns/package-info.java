/**
 * Where the servers of other domains are: SRV and address records (RFC 6120 section 3.2, XEP-0368), in the order in which they
 * are to be tried, which addresses are never dialled, and what DNSSEC proves about certificates (RFC 7673). Called by the streams to
 * other servers and by the judge of their certificates; nothing here blocks its caller. Sole user of dnsjava.
 */
@NullMarked
package org.ratatosk.server.dns;

import org.jspecify.annotations.NullMarked;
