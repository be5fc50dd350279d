/**
 * Keys, certificates and the settings of TLS: {@link org.ratatosk.server.tls.Certificates} finds or makes a certificate for each
 * hosted domain and serves them to whoever listens, streams and the web alike; {@link org.ratatosk.server.tls.PeerJudge} says what
 * the certificates of other servers prove. Sole user of BouncyCastle. Thread-safe.
 */
@NullMarked
package org.ratatosk.server.tls;

import org.jspecify.annotations.NullMarked;
