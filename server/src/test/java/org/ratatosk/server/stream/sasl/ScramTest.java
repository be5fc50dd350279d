package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.store.ScramKeys;

/** Keys and proofs against the worked examples of RFC 5802 section 5 and RFC 7677 section 3. */
class ScramTest {
    private static void check(
            ScramHash hash, String salt, String clientFirst, String serverFirst, String last, String proof, String v) {
        ScramKeys keys = Scram.derive(hash, "pencil", Base64.getDecoder().decode(salt), 4096);
        String authMessage = clientFirst + ',' + serverFirst + ',' + last;

        byte[] stored = Scram.storedKeyOf(hash, keys, Base64.getDecoder().decode(proof), authMessage);

        assertThat(stored).isEqualTo(keys.storedKey());
        assertThat(Base64.getEncoder().encodeToString(Scram.serverSignature(hash, keys, authMessage)))
                .isEqualTo(v);
    }

    @Test
    void computesTheExampleOfRfc5802() {
        check(
                ScramHash.SHA_1,
                "QSXCR+Q6sek8bf92",
                "n=user,r=fyko+d2lbbFgONRv9qkxdawL",
                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j",
                "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    @Test
    void computesTheExampleOfRfc7677() {
        check(
                ScramHash.SHA_256,
                "W22ZaJ0SNY7soEsUEjb6gQ==",
                "n=user,r=rOprNGfwEbeRWgbNEkqO",
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void preparesPasswordsAsSaslprepSays() {
        byte[] salt = "0123456789abcdef".getBytes(UTF_8);
        ScramKeys plain = Scram.derive(ScramHash.SHA_1, "IX nine", salt, 10);

        // RFC 4013 section 3: a soft hyphen goes, the roman numeral nine and the wide space have plain equals
        assertThat(Scram.derive(ScramHash.SHA_1, "I\u00adX\u00a0nine", salt, 10))
                .isEqualTo(plain);
        assertThat(Scram.derive(ScramHash.SHA_1, "\u2168 nine", salt, 10)).isEqualTo(plain);
        assertThat(Scram.derive(ScramHash.SHA_1, "ix nine", salt, 10)).isNotEqualTo(plain);
    }

    @Test
    void refusesPasswordsThatNobodyCouldType() {
        byte[] salt = new byte[16];
        assertThatThrownBy(() -> Scram.derive(ScramHash.SHA_1, "bell\u0007", salt, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("characters");
        assertThatThrownBy(() -> Scram.derive(ScramHash.SHA_1, "\u00ad", salt, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
    }
}
