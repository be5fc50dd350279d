package org.ratatosk.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Two servers on this machine that know of each other by their configurations, so that no DNS is needed, and believe one authority.
 * Confined to one thread, but for {@link #close}.
 */
final class Worlds implements AutoCloseable {
    private final Product home;
    private final Product abroad;
    private final Authority authority;

    /** Makes folders, configurations and certificates; nothing runs yet. */
    Worlds() throws IOException, GeneralSecurityException {
        home = new Product(List.of(Product.HOME), "");
        abroad = new Product(List.of(Product.ABROAD), "");
        authority = new Authority(home.config().resolveSibling("authority.crt"));
        for (Product product : List.of(home, abroad)) {
            authority.issue(product.certificates(), Product.HOME, Product.HOME); // for the pages
        }
        authority.issue(abroad.certificates(), Product.ABROAD, Product.ABROAD);
        home.configure(neighbour(Product.ABROAD, abroad.serverStarttlsPort(), "starttls"));
        abroad.configure(neighbour(Product.HOME, home.serverDirectTlsPort(), "direct"));
    }

    private String neighbour(String domain, int port, String tls) {
        return """
                s2s {
                  authorities = "%s"
                  allow-private = on
                  override { "%s" { host = "127.0.0.1", port = %d, tls = %s } }
                }
                """.formatted(authority.file(), domain, port, tls);
    }

    /** The server of the site. */
    Product home() {
        return home;
    }

    /** A server that the site knows nothing of. */
    Product abroad() {
        return abroad;
    }

    /** The server of an address. */
    Product of(String jid) {
        return jid.endsWith("@" + Product.ABROAD) ? abroad : home;
    }

    /** The file of the authority that all believe. */
    Path authority() {
        return authority.file();
    }

    /** Ends both servers and removes their folders. */
    @Override
    public void close() throws IOException {
        abroad.close();
        home.close();
    }
}
