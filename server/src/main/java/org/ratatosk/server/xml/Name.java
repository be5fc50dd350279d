package org.ratatosk.server.xml;

/**
 * A qualified name: namespace and local name; the empty namespace is "". Immutable.
 *
 * @param ns the namespace name
 * @param local the local name
 */
public record Name(String ns, String local) {}
