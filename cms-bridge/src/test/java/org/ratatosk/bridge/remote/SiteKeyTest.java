package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteKeyTest {
    private static final String WRITTEN = "test:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private final SiteKey key = SiteKey.read(WRITTEN).orElseThrow();

    /** The example with which the libraries of Standard Webhooks test themselves. */
    @Test
    void itSignsAsOthersDo() {
        assertThat(key.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(key.written()).isEqualTo(WRITTEN);
    }

    @Test
    void itKnowsItsOwnSignature() {
        SiteKey fresh = SiteKey.fresh("k7", new SecureRandom());
        Map<String, String> signed = fresh.sign(BODY, NOW);
        assertThat(verifies(fresh, signed, BODY, NOW)).isTrue();
        assertThat(verifies(key, signed, BODY, NOW)).isFalse();
        assertThat(verifies(fresh, signed, "{}".getBytes(UTF_8), NOW)).isFalse();
        assertThat(verifies(fresh, signed, BODY, NOW.plusSeconds(300))).isTrue();
        assertThat(verifies(fresh, signed, BODY, NOW.plusSeconds(301))).isFalse();
        assertThat(verifies(fresh, signed, BODY, NOW.minusSeconds(301))).isFalse();
        assertThat(fresh.sign(BODY, NOW).get(SiteKey.ID)).isNotEqualTo(signed.get(SiteKey.ID));
    }

    private static boolean verifies(SiteKey key, Map<String, String> signed, byte[] body, Instant now) {
        return key.verifies(
                signed.get(SiteKey.ID), signed.get(SiteKey.TIMESTAMP), signed.get(SiteKey.SIGNATURE), body, now);
    }

    @Test
    void oneRightSignatureOfSeveralIsEnough() {
        String right = key.signature("m1", "1614265330", BODY);
        assertThat(key.verifies("m1", "1614265330", "v1,AAAA v1a,BBBB " + right, BODY, NOW))
                .isTrue();
        assertThat(key.verifies("m1", "1614265330", "v1,AAAA", BODY, NOW)).isFalse();
        assertThat(key.verifies("m1", "1614265330", "", BODY, NOW)).isFalse();
        assertThat(key.verifies("m.1 ", "1614265330", right, BODY, NOW)).isFalse();
        assertThat(key.verifies("m1", "-1", right, BODY, NOW)).isFalse();
        assertThat(key.verifies("m1", "9999999999999", right, BODY, NOW)).isFalse();
    }

    @Test
    void whatIsNoKeyIsNotRead() {
        assertThat(SiteKey.read("")).isEmpty();
        assertThat(SiteKey.read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isEmpty();
        assertThat(SiteKey.read("k1:whsec_c2hvcnQ=")).isEmpty();
        assertThat(SiteKey.read("k 1:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isEmpty();
        assertThat(SiteKey.read(" " + WRITTEN + "\n")).isPresent();
    }

    @Test
    void itIsNeverShown() {
        assertThat(key.toString()).isEqualTo("SiteKey[test]");
        assertThat(new RemoteCms.Credential("romeo", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void methodAndTargetArePartOfWhatIsSigned() {
        assertThat(new String(SiteKey.payload("POST", "/a?b=c", BODY), UTF_8))
                .isEqualTo("POST /a?b=c\n{\"test\": 2432232314}");
    }
}
