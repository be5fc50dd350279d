package org.ratatosk.server.stream.s2s;

/**
 * An own domain and one elsewhere. Immutable.
 *
 * @param local the own domain
 * @param remote the domain elsewhere
 */
record Pair(String local, String remote) {
    @Override
    public String toString() {
        return local + " and " + remote;
    }
}
