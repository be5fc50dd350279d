package org.ratatosk.server.route;

import java.util.List;

/**
 * Which specification a feature implements; docs/features.md, docs/doap.xml and the server's disco answer are made from it.
 * Immutable.
 *
 * @param number of a XEP, as in {@code 0199}, or of an RFC, as in {@code RFC 6121}
 * @param version that was read
 * @param namespaces what the server announces in service discovery for it, possibly nothing
 */
public record Spec(String number, String version, List<String> namespaces) {
    /** A specification that announces some namespaces. */
    public static Spec of(String number, String version, String... namespaces) {
        return new Spec(number, version, List.of(namespaces));
    }
}
