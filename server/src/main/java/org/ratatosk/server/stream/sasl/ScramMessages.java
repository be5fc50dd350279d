package org.ratatosk.server.stream.sasl;

import java.util.Optional;

/** Reads the client's two messages of SCRAM (RFC 5802 section 7). Immutable. */
final class ScramMessages {
    private ScramMessages() {}

    /**
     * The client's first message.
     *
     * @param gs2Header everything before the bare message, as it stood
     * @param authzid whom the client wants to act as, empty for itself
     * @param bare the bare message, as it stood
     * @param username the user's name, decoded
     * @param nonce the client's part of the nonce
     */
    record First(String gs2Header, String authzid, String bare, String username, String nonce) {
        static First parse(String message) {
            int flagEnd = message.indexOf(',');
            int headerEnd = message.indexOf(',', flagEnd + 1) + 1;
            if (flagEnd < 0 || headerEnd == 0) {
                throw SaslException.malformed("The message has no GS2 header");
            }
            checkFlag(message.substring(0, flagEnd));
            String authzid = message.substring(flagEnd + 1, headerEnd - 1);
            if (!authzid.isEmpty() && !authzid.startsWith("a=")) {
                throw SaslException.malformed("The GS2 header is wrong");
            }
            String bare = message.substring(headerEnd);
            String[] attributes = bare.split(",", -1);
            if (attributes.length < 2) {
                throw SaslException.malformed("The message lacks its user name or nonce");
            }
            return new First(
                    message.substring(0, headerEnd),
                    authzid.isEmpty() ? "" : name(authzid.substring(2)),
                    bare,
                    name(value('n', attributes[0])),
                    printable(value('r', attributes[1])));
        }

        private static void checkFlag(String flag) {
            if (!flag.matches("n|y|p=[A-Za-z0-9.-]+")) {
                throw SaslException.malformed("The channel binding flag is wrong");
            }
        }
    }

    /**
     * The client's final message.
     *
     * @param binding the decoded channel binding data
     * @param nonce the whole nonce
     * @param proof the decoded proof
     * @param withoutProof the message before the proof, as it stood
     */
    record Final(byte[] binding, String nonce, byte[] proof, String withoutProof) {
        static Final parse(String message) {
            int proofAt = message.lastIndexOf(",p=");
            if (proofAt < 0) {
                throw SaslException.malformed("The message lacks its proof");
            }
            String withoutProof = message.substring(0, proofAt);
            String[] attributes = withoutProof.split(",", -1);
            if (attributes.length < 2) {
                throw SaslException.malformed("The message lacks its channel binding or nonce");
            }
            return new Final(
                    base64(value('c', attributes[0])),
                    printable(value('r', attributes[1])),
                    base64(message.substring(proofAt + 3)),
                    withoutProof);
        }
    }

    private static String value(char attribute, String text) {
        if (text.length() < 3 || text.charAt(0) != attribute || text.charAt(1) != '=') {
            throw SaslException.malformed("The attribute " + attribute + " is missing");
        }
        return text.substring(2);
    }

    private static byte[] base64(String text) {
        Optional<byte[]> bytes = Strict.base64(text);
        return bytes.orElseThrow(() -> SaslException.malformed("An attribute is not base 64"));
    }

    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x21 || c > 0x7e) {
                throw SaslException.malformed("The nonce holds a character that is not printable");
            }
        }
        return text;
    }

    /** A saslname: comma and equals sign stand as {@code =2C} and {@code =3D}, and no other escape exists. */
    private static String name(String text) {
        String rest = text.replace("=2C", "").replace("=3D", "");
        if (rest.indexOf('=') >= 0 || text.isEmpty()) {
            throw SaslException.malformed("The user name is not encoded as SCRAM wants it");
        }
        return text.replace("=2C", ",").replace("=3D", "=");
    }
}
