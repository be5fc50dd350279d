package org.ratatosk.bridge.remote;

import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.ratatosk.server.http.SafeHttp;

/** The one HTTP client, with nothing but the loopback address before it. */
public final class Loopback {
    private Loopback() {}

    /** As patient as one has to be with a CMS on a busy machine. */
    public static SafeHttp patient() {
        return http(Duration.ofSeconds(60));
    }

    /** Gives up soon. */
    public static SafeHttp hasty() {
        return http(Duration.ofSeconds(2));
    }

    private static SafeHttp http(Duration patience) {
        try {
            return new SafeHttp(
                    host -> List.of(InetAddress.getByName("127.0.0.1")), SSLContext.getDefault(), patience, 4 << 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
