package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * What SCRAM makes of channel binding in one exchange (RFC 5802 section 6). Immutable.
 *
 * @param plus whether the client chose a mechanism that binds
 * @param offered what this connection has to bind to; where that is anything, the mechanisms that bind were on offer
 */
record Binding(boolean plus, List<ChannelBinding> offered) {
    /** What the client has to send as {@code c} after it opened with this header; fails if flag and mechanism do not go together. */
    byte[] expected(String gs2Header) {
        String flag = gs2Header.substring(0, gs2Header.indexOf(','));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(gs2Header.getBytes(UTF_8));
        if (flag.startsWith("p=")) {
            if (!plus) {
                throw SaslException.malformed("This mechanism binds no channel; the one that does ends with -PLUS");
            }
            expected.writeBytes(ChannelBinding.find(offered, flag.substring(2))
                    .orElseThrow(() -> SaslException.malformed("This type of channel binding is not on offer"))
                    .data());
        } else if (plus) {
            throw SaslException.malformed("This mechanism needs channel binding");
        } else if (flag.equals("y") && !offered.isEmpty()) {
            throw new SaslException(
                    SaslError.NOT_AUTHORIZED,
                    "Channel binding is on offer, but the offer did not reach you: somebody stands between us");
        }
        return expected.toByteArray();
    }
}
