package org.ratatosk.server.config;

import java.nio.file.Path;

/**
 * Where keys and certificates are. Immutable.
 *
 * @param certs the folder: what is missing there is made at the first start, signed by a certificate authority of its own
 */
public record TlsConfig(Path certs) {}
