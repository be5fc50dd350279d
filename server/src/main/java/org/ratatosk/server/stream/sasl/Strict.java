package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;

/** Reads what clients send in mechanisms, and takes nothing that is only nearly right. Immutable. */
final class Strict {
    private Strict() {}

    /** The text of well-formed UTF-8. */
    static String utf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw SaslException.malformed("The message is not UTF-8");
        }
    }

    /** The bytes of base 64 with its padding (RFC 4648 section 4). */
    static Optional<byte[]> base64(String text) {
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The bare address of a user name, or {@code null} if no account can have that name. */
    static @Nullable Jid account(String name, String domain) {
        try {
            return Jid.of(name, domain, null);
        } catch (JidException e) {
            return null;
        }
    }

    /** Refuses an authorization identity that is not the account's own bare address (RFC 6120 section 6.3.8). */
    static void checkAuthzid(String authzid, @Nullable Jid account) {
        if (authzid.isEmpty()) {
            return;
        }
        Jid asked = Jid.parse(authzid)
                .orElseThrow(() -> new SaslException(SaslError.INVALID_AUTHZID, "The authorization id is no address"));
        if (!asked.equals(account)) {
            throw new SaslException(SaslError.INVALID_AUTHZID, "One account cannot act as another");
        }
    }
}
