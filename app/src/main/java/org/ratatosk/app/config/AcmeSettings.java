package org.ratatosk.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.ratatosk.server.acme.AcmeConfig;
import org.ratatosk.server.acme.AcmeConfig.Proof;

/** Reads the group {@code acme}. Immutable. */
final class AcmeSettings {
    private AcmeSettings() {}

    /**
     * The settings; empty if no certificates are to be ordered.
     *
     * @param home the folder that a relative hook starts from
     * @param hasHttp whether the web answers without TLS
     */
    static Optional<AcmeConfig> read(StrictReader reader, Path home, boolean hasHttp) {
        boolean enabled = reader.setting("acme.enabled", false, Kinds.flag());
        String directory = reader.setting(
                "acme.directory", "https://acme-v02.api.letsencrypt.org/directory", Kinds.uri(false, "https"));
        String email = reader.setting("acme.email", "", Kinds.text());
        boolean agrees = reader.setting("acme.agree-terms", false, Kinds.flag());
        Proof proof = reader.setting("acme.challenge", Proof.HTTP_01, Kinds.choice(Proof.class));
        String hook = reader.setting("acme.hook", "", Kinds.text());
        if (!enabled) {
            return Optional.empty();
        }
        if (proof == Proof.HTTP_01 && !hasHttp) {
            reader.problem(
                    "acme.challenge", "http-01 needs web.http, reached from outside at port 80, as in [\"*:80\"]");
        }
        try {
            return Optional.of(new AcmeConfig(
                    URI.create(directory),
                    email,
                    agrees,
                    proof,
                    hook.isEmpty() ? Optional.empty() : Optional.of(home.resolve(hook))));
        } catch (IllegalArgumentException e) {
            reader.problem("acme", "does not fit together: " + e.getMessage());
            return Optional.empty();
        }
    }
}
