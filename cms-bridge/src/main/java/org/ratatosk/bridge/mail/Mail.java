package org.ratatosk.bridge.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * A mail as it is sent. Immutable.
 *
 * @param to one address, plain
 * @param subject on one line
 * @param text plain text
 * @param id its Message-ID without brackets, the same each time it is sent
 * @param date when it was made
 * @param end the page that ends such mails (RFC 8058), if there is one
 */
public record Mail(String to, String subject, String text, String id, Instant date, Optional<String> end) {}
