package org.ratatosk.server.stream.sasl;

import java.util.List;
import java.util.Optional;

/**
 * What ties a login to the TLS connection that it is made in (RFC 5056), so that nobody can stand in between. Immutable.
 *
 * @param type its registered name, as in {@code tls-exporter}
 * @param data what both ends of the connection know
 */
public record ChannelBinding(String type, byte[] data) {
    /** Copies the data. */
    public ChannelBinding {
        data = data.clone();
    }

    /** A copy of the data. */
    @Override
    public byte[] data() {
        return data.clone();
    }

    static Optional<ChannelBinding> find(List<ChannelBinding> all, String type) {
        return all.stream().filter(one -> one.type().equals(type)).findFirst();
    }
}
