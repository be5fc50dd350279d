package org.ratatosk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCurvesTest {
    private static final String JAVAS = "SunEC";
    private final Provider ours = new X25519(Conscrypt.newProvider());

    /** A process that prefers native code, which is for good. */
    static final class Probe {
        private Probe() {}

        /** Prints who does what. */
        public static void main(String[] args) throws GeneralSecurityException {
            NativeCurves.prefer();
            KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
            curve.initialize(256);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(curve.generateKeyPair().getPrivate());
            System.out.println("signs: " + signature.getProvider().getName());
            for (NamedParameterSpec spec : List.of(NamedParameterSpec.X25519, NamedParameterSpec.X448)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
                generator.initialize(spec);
                KeyPair pair = generator.generateKeyPair();
                KeyAgreement agreement = KeyAgreement.getInstance("XDH");
                agreement.init(pair.getPrivate());
                System.out.println(spec.getName() + ": "
                        + agreement.getProvider().getName() + ", key of "
                        + pair.getPublic().getClass().getPackageName());
            }
            System.out.println("others: "
                    + KeyPairGenerator.getInstance("EC").getProvider().getName());
        }
    }

    @Test
    void aProcessThatPrefersItHasItForHandshakesAndNothingElse() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, Probe.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "signs: Conscrypt",
                        "X25519: " + X25519.NAME + ", key of org.ratatosk.server.tls",
                        "X448: " + JAVAS + ", key of sun.security.ec",
                        "others: " + JAVAS);
    }

    private KeyPair pair(Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH", provider);
        generator.initialize(NamedParameterSpec.X25519);
        return generator.generateKeyPair();
    }

    private static byte[] agree(Provider provider, PrivateKey own, PublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    @Test
    void itAgreesWithJavaOnTheSameSecret() throws GeneralSecurityException {
        Provider javas = Security.getProvider(JAVAS);
        for (int i = 0; i < 50; i++) {
            KeyPair here = pair(ours);
            KeyPair there = pair(javas);
            assertThat(agree(ours, here.getPrivate(), there.getPublic()))
                    .isEqualTo(agree(javas, there.getPrivate(), here.getPublic()));
        }
        PublicKey shown = pair(ours).getPublic();
        assertThat(((XECPublicKey) KeyFactory.getInstance("XDH")
                                .generatePublic(new X509EncodedKeySpec(shown.getEncoded())))
                        .getU())
                .isEqualTo(((XECPublicKey) shown).getU());
    }

    /** Keys with which everybody would get the same secret (RFC 8446 section 7.4.2, RFC 7748 section 6.1). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "325606250916557431795983626356110631294008115727848805560023387167927233504",
                "39382357235489614581723060781553021112529911719440698176882885853963445705823"
            })
    void pointsOfSmallOrderAreRefused(String u) throws GeneralSecurityException {
        PublicKey point = KeyFactory.getInstance("XDH")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(u)));
        PrivateKey own = pair(ours).getPrivate();
        assertThatThrownBy(() -> agree(ours, own, point)).isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void whatIsNoKeyOfItIsLeftToOthers() throws GeneralSecurityException {
        PrivateKey own = pair(ours).getPrivate();
        KeyPairGenerator longer = KeyPairGenerator.getInstance("XDH", JAVAS);
        longer.initialize(NamedParameterSpec.X448);
        KeyPair other = longer.generateKeyPair();
        assertThatThrownBy(() -> agree(ours, own, other.getPublic())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> agree(ours, other.getPrivate(), other.getPublic()))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> KeyPairGenerator.getInstance("XDH", ours).initialize(NamedParameterSpec.X448))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
        assertThat(own.getEncoded()).isNull();
        assertThat(own.toString()).isEqualTo("a key for X25519");
    }
}
