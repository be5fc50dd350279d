package org.ratatosk.app.check;

import java.util.List;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.FederationConfig.Proofs;
import org.ratatosk.server.tls.TlsException;
import org.ratatosk.server.tls.TrustAnchors;

/** Whether the authorities can be read that are believed besides those that Java knows. Immutable. */
final class AuthoritiesCheck implements Check {
    @Override
    public List<Finding> look(AppConfig config) {
        Proofs proofs = config.server().federation().proofs();
        if (proofs.authorities() == null) {
            return List.of();
        }
        try {
            int count = TrustAnchors.named(proofs).size();
            return List.of(Finding.good("s2s.authorities names " + count + (count == 1 ? " authority" : " authorities")
                    + " besides those that Java knows."));
        } catch (TlsException e) {
            return List.of(
                    Finding.bad(
                            e.getMessage() + ".",
                            "Name a file with certificates in PEM form that the server's user may read, or leave s2s.authorities empty."));
        }
    }
}
