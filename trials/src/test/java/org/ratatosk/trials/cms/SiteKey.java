package org.ratatosk.trials.cms;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of a site, and signatures after Standard Webhooks 1.0, written anew from the document. Immutable. */
record SiteKey(String id, byte[] secret) {
    /** One that serves for tests. */
    static SiteKey of(String id) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) id.hashCode());
        return new SiteKey(id, secret);
    }

    /** As people paste it. */
    String text() {
        return id + ":whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    private String signature(String id, String timestamp, String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] sum = mac.doFinal((id + "." + timestamp + "." + payload).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs a request to a site: the method and the way are part of it. */
    HttpRequest.Builder sign(HttpRequest.Builder request, String method, String target, String body) {
        String id = UUID.randomUUID().toString();
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        return request.header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature(id, timestamp, method + " " + target + "\n" + body))
                .header("ratatosk-key", this.id);
    }

    /** Is a push of events signed by this key? */
    boolean verifies(UnaryOperator<String> header, String body) {
        String expected = signature(header.apply("webhook-id"), header.apply("webhook-timestamp"), body);
        return id.equals(header.apply("ratatosk-key"))
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        header.apply("webhook-signature").getBytes(StandardCharsets.UTF_8));
    }
}
