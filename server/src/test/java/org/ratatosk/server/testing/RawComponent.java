package org.ratatosk.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.ratatosk.server.config.ComponentsConfig;
import org.ratatosk.server.config.ComponentsConfig.Access;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.config.ServerConfig;

/** An external component that sends what a test says and nothing else (XEP-0114). */
public final class RawComponent {
    /** The secret of all components. */
    public static final String SECRET = "nuts in the hollow oak";

    private RawComponent() {}

    /** Settings with components, each with one connection. */
    public static UnaryOperator<ServerConfig> components(String... domains) {
        return components(1, domains);
    }

    /** Settings with components, each with so many connections. */
    public static UnaryOperator<ServerConfig> components(int connections, String... domains) {
        Map<String, Access> all = new TreeMap<>();
        for (String domain : domains) {
            all.put(domain, new Access(SECRET, connections));
        }
        return config -> config.with(new ComponentsConfig(List.of(new ListenAddress("127.0.0.1", 0)), false, all));
    }

    /** The header that opens a stream. */
    public static String header(String to) {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
                + " xmlns:stream='http://etherx.jabber.org/streams' to='" + to + "'>";
    }

    /** Connects; nothing is sent. */
    public static RawClient connect(TestServer server) {
        return RawClient.connect(server, server.server().componentAddresses().get(0));
    }

    /** Opens a stream; returns its id. */
    public static String open(RawClient client, String domain) {
        client.send(header(domain));
        client.until(" id='");
        String id = client.until("'").replace("'", "");
        client.until(">");
        return id;
    }

    /** A handshake. */
    public static String handshake(String id, String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((id + secret).getBytes(UTF_8));
            return "<handshake>" + HexFormat.of().formatHex(hash) + "</handshake>";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects and proves to be a component. */
    public static RawClient proved(TestServer server, String domain) {
        RawClient client = connect(server);
        client.send(handshake(open(client, domain), SECRET));
        client.until("<handshake/>");
        return client;
    }
}
