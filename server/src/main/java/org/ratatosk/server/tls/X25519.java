package org.ratatosk.server.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Agreement on keys by X25519 (RFC 7748 section 6.1) as Java's TLS asks for it, done by another provider whose keys Java's TLS would
 * not take. Keys of others, and other curves, are left to whoever comes next in Java's list. Immutable.
 */
final class X25519 extends Provider {
    static final String NAME = "RatatoskX25519";

    private static final long serialVersionUID = 1L;
    private static final String XDH = "XDH";
    private static final int BYTES = 32;

    /** What stands before the bytes of a key in a SubjectPublicKeyInfo (RFC 8410 section 4). */
    private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b656e032100");

    /** @param worker does the work */
    X25519(Provider worker) {
        super(NAME, "1.0", "X25519 of " + worker.getName() + " for Java's TLS");
        putService(new Service(this, "KeyPairGenerator", XDH, Generator.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Generator(worker);
            }
        });
        putService(new Service(this, "KeyAgreement", XDH, Agreement.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Agreement(worker);
            }

            @Override
            public boolean supportsParameter(Object key) {
                return key instanceof Secret;
            }
        });
    }

    /** A key that is shown to others. */
    private record Shown(BigInteger u, byte[] encoded) implements XECPublicKey {
        private static final long serialVersionUID = 1L;

        @Override
        public BigInteger getU() {
            return u;
        }

        @Override
        public AlgorithmParameterSpec getParams() {
            return NamedParameterSpec.X25519;
        }

        @Override
        public String getAlgorithm() {
            return XDH;
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }

    /** A key that is kept, and never leaves the worker. */
    private record Secret(PrivateKey key) implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return XDH;
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }

        @Override
        public String toString() {
            return "a key for X25519";
        }
    }

    private static final class Generator extends KeyPairGeneratorSpi {
        private final KeyPairGenerator worker;

        Generator(Provider worker) throws NoSuchAlgorithmException {
            this.worker = KeyPairGenerator.getInstance(XDH, worker);
        }

        @Override
        public void initialize(int size, SecureRandom random) {
            if (size != BYTES * Byte.SIZE - 1) {
                throw new InvalidParameterException("Only X25519");
            }
        }

        @Override
        public void initialize(AlgorithmParameterSpec params, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            if (!(params instanceof NamedParameterSpec named)
                    || !named.getName().equals(NamedParameterSpec.X25519.getName())) {
                throw new InvalidAlgorithmParameterException("Only X25519");
            }
        }

        @Override
        public KeyPair generateKeyPair() {
            KeyPair pair = worker.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] number = new byte[BYTES];
            for (int i = 0; i < BYTES; i++) {
                number[i] = encoded[encoded.length - 1 - i];
            }
            return new KeyPair(new Shown(new BigInteger(1, number), encoded), new Secret(pair.getPrivate()));
        }
    }

    private static final class Agreement extends KeyAgreementSpi {
        private final KeyAgreement worker;
        private final KeyFactory keys;

        Agreement(Provider worker) throws NoSuchAlgorithmException {
            this.worker = KeyAgreement.getInstance(XDH, worker);
            this.keys = KeyFactory.getInstance(XDH, worker);
        }

        @Override
        protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
            if (!(key instanceof Secret secret)) {
                throw new InvalidKeyException("It was not made here");
            }
            worker.init(secret.key());
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random)
                throws InvalidKeyException {
            engineInit(key, random);
        }

        @Override
        protected @Nullable Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
            if (!(key instanceof XECPublicKey shown)) {
                throw new InvalidKeyException("It is no key for X25519");
            }
            return worker.doPhase(translated(shown), last);
        }

        private PublicKey translated(XECPublicKey shown) throws InvalidKeyException {
            byte[] encoded = Arrays.copyOf(HEAD, HEAD.length + BYTES);
            byte[] number = shown.getU().toByteArray();
            for (int i = 0; i < number.length; i++) {
                int at = number.length - 1 - i;
                if (i < BYTES) {
                    encoded[HEAD.length + i] = number[at];
                } else if (number[at] != 0) {
                    throw new InvalidKeyException("It is longer than keys for X25519 are");
                }
            }
            try {
                return keys.generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                throw new InvalidKeyException(e);
            }
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return worker.generateSecret();
        }

        @Override
        protected int engineGenerateSecret(byte[] shared, int offset) throws ShortBufferException {
            return worker.generateSecret(shared, offset);
        }

        @Override
        protected SecretKey engineGenerateSecret(String algorithm)
                throws NoSuchAlgorithmException, InvalidKeyException {
            return worker.generateSecret(algorithm);
        }
    }
}
