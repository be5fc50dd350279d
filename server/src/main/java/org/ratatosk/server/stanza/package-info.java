/**
 * The three kinds of stanza (RFC 6120 section 8) with their addresses read and checked, and the errors that answer them.
 * Made by streams from what arrives and by features as what they send. Everything here is immutable.
 */
@NullMarked
package org.ratatosk.server.stanza;

import org.jspecify.annotations.NullMarked;
