package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.Certificate;

/** ejabberd, as Debian has it, without Erlang's network of nodes. Confined to one thread. */
final class EjabberdServer extends Server {
    private static final int BITS = 256;
    private final Path certificates;

    EjabberdServer(Path folder, int port, Path certificates) {
        super(folder, port);
        this.certificates = certificates;
    }

    @Override
    String name() {
        return "ejabberd";
    }

    @Override
    String version() throws IOException, InterruptedException {
        return print("dpkg-query", "-W", "-f", "${Version}", "ejabberd");
    }

    @Override
    String durability() {
        return "Mnesia, written to disc now and then";
    }

    @Override
    void configure(boolean archive) throws IOException {
        Files.createDirectories(folder().resolve("data"));
        Path pem = folder().resolve("localhost.pem");
        Files.writeString(pem, Files.readString(certificates.resolve("localhost.crt")) + key());
        Files.writeString(folder().resolve("ejabberd.yml"), """
                loglevel: warning
                hosts: [ localhost ]
                certfiles: [ %1$s ]
                listen:
                  - { port: %2$d, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 1048576, shaper: none, access: all, starttls: true, starttls_required: true }
                auth_method: internal
                auth_password_format: scram
                auth_scram_hash: sha256
                registration_timeout: infinity
                acl:
                  local: { user_regexp: "" }
                access_rules:
                  local: { allow: local }
                shaper_rules:
                  max_user_sessions: 1000
                  max_user_offline_messages: { 100000: all }
                modules:
                  mod_blocking: {}
                  mod_carboncopy: {}
                  mod_disco: {}
                  mod_offline: { access_max_user_messages: max_user_offline_messages }
                  mod_ping: {}
                  mod_privacy: {}
                  mod_register: { ip_access: all, access: all, password_strength: 0 }
                  mod_roster: {}
                  mod_stream_mgmt: {}
                %3$s""".formatted(
                        pem, port(), archive ? "  mod_mam: { default: always, assume_mam_usage: true }\n" : ""));
        Files.writeString(folder().resolve("inetrc"), "{lookup, [file]}.\n{host, {127,0,0,1}, [\"localhost\"]}.\n");
    }

    /** It wants elliptic keys in the older form (RFC 5915) of what stands inside the newer one (RFC 5958), with the public key. */
    private String key() throws IOException {
        Certificate certificate = Certificate.getInstance(bytes("localhost.crt"));
        PrivateKeyInfo key = PrivateKeyInfo.getInstance(bytes("localhost.key"));
        byte[] old = new ECPrivateKey(
                        BITS,
                        ECPrivateKey.getInstance(key.parsePrivateKey()).getKey(),
                        new DERBitString(certificate
                                .getSubjectPublicKeyInfo()
                                .getPublicKeyData()
                                .getBytes()),
                        key.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
        return "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(old) + "\n-----END EC PRIVATE KEY-----\n";
    }

    private byte[] bytes(String pem) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readString(certificates.resolve(pem)).replaceAll("-----[A-Z ]+-----", ""));
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                "/usr/bin/erl",
                "-noinput",
                "+K",
                "true",
                "+P",
                "250000",
                "-boot",
                "start_clean",
                "-pa",
                code().toString(),
                "-mnesia",
                "dir",
                '"' + folder().resolve("data").toString() + '"',
                "-s",
                "ejabberd");
    }

    private static Path code() throws IOException {
        for (Path lib : List.of(
                Path.of("/usr/lib/x86_64-linux-gnu"), Path.of("/usr/lib/aarch64-linux-gnu"), Path.of("/usr/lib"))) {
            try (Stream<Path> all = Files.isDirectory(lib) ? Files.list(lib) : Stream.<Path>empty()) {
                Path found = all.map(one -> one.resolve("ebin"))
                        .filter(one -> Files.exists(one.resolve("ejabberd.app")))
                        .findFirst()
                        .orElse(lib);
                if (!found.equals(lib)) {
                    return found;
                }
            }
        }
        throw new IOException("There is no ejabberd in /usr/lib; on Debian: apt install ejabberd");
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "ERL_INETRC", folder().resolve("inetrc").toString(),
                "EJABBERD_CONFIG_PATH", folder().resolve("ejabberd.yml").toString(),
                "EJABBERD_LOG_PATH", folder().resolve("ejabberd.log").toString(),
                "ERL_CRASH_DUMP", folder().resolve("crash.dump").toString());
    }
}
