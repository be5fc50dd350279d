package org.ratatosk.server.xml;

/**
 * Character data. Immutable.
 *
 * @param value the text, unescaped
 */
public record Text(String value) implements Node {}
