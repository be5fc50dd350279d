package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber of W3C WebSub: has the hub of a feed tell when it changes, and renews that before it ends. What the hub sends is no
 * more than the reason to read the feed itself, so nothing comes in that the feed does not say. A subscription is kept in memory
 * alone: after a restart a new one is made, and of the old one the hub hears that it is gone. Thread-safe.
 */
public final class WebSub implements Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(WebSub.class);

    /** How long we ask to be told; the hub decides. */
    private static final Duration LEASE = Duration.ofDays(10);

    private static final Duration LONGEST_LEASE = Duration.ofDays(365);

    /** When a hub is asked again that has not confirmed. */
    private static final Duration UNCONFIRMED = Duration.ofHours(1);

    /** When a hub is asked again that has refused. */
    private static final Duration REFUSED = Duration.ofDays(1);

    private static final int LONGEST_CHALLENGE = 1000;
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(307, 308);
    private static final Map<String, String> METHODS =
            Map.of("sha1", "HmacSHA1", "sha256", "HmacSHA256", "sha384", "HmacSHA384", "sha512", "HmacSHA512");

    private final SafeHttp http;
    private final String addresses;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Runnable wake;
    private @Nullable Subscription current; // guarded by this

    /**
     * What is asked of a hub.
     *
     * @param name in the address that the hub is given
     * @param secret by which the hub proves that it is the one who tells
     * @param due when to ask it anew
     */
    private record Subscription(Hub hub, String name, String secret, Instant due) {
        Subscription due(Instant next) {
            return new Subscription(hub, name, secret, next);
        }
    }

    /**
     * @param siteUrl the address of the site's pages, without a slash at the end
     * @param wake has the feed read; never blocks
     */
    public WebSub(SafeHttp http, String siteUrl, SecureRandom random, InstantSource clock, Runnable wake) {
        this.http = http;
        this.addresses = siteUrl + PATH;
        this.random = random;
        this.clock = clock;
        this.wake = wake;
    }

    /** Asks the hub to tell us, unless it does or was asked lately; nobody, if there is none any more. May block. */
    public void keep(Optional<Hub> hub) {
        Subscription asked = due(hub.orElse(null));
        if (asked == null) {
            return;
        }
        try {
            Reply reply = send(asked);
            if (reply.status() < 200 || reply.status() > 299) {
                refused(asked, "It answers with status " + reply.status() + ".");
            }
        } catch (IOException e) {
            LOG.info("The hub {} cannot be reached, and the feed is read from time to time", host(asked.hub()), e);
        }
    }

    private synchronized @Nullable Subscription due(@Nullable Hub hub) {
        Instant now = clock.instant();
        if (hub == null) {
            current = null;
            return null;
        }
        Subscription known = current;
        if (known == null || !known.hub().equals(hub)) {
            known = new Subscription(hub, secret(16), secret(32), now);
        }
        boolean due = !now.isBefore(known.due());
        current = due ? known.due(now.plus(UNCONFIRMED)) : known;
        return due ? current : null;
    }

    private String secret(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
    }

    /** Section 5.1; a hub may send us on. */
    private Reply send(Subscription asked) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("hub.mode", "subscribe");
        fields.put("hub.topic", asked.hub().topic().toString());
        fields.put("hub.callback", addresses + asked.name());
        fields.put("hub.secret", asked.secret());
        fields.put("hub.lease_seconds", Long.toString(LEASE.toSeconds()));
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8)));
        byte[] body = form.toString().getBytes(UTF_8);
        URI to = asked.hub().address();
        Reply reply = post(to, body);
        for (int i = 0; i < MOST_REDIRECTS && REDIRECTS.contains(reply.status()); i++) {
            to = next(to, reply);
            reply = post(to, body);
        }
        return reply;
    }

    private Reply post(URI to, byte[] form) throws IOException {
        return http.send(Ask.of("POST", to, form).with("content-type", "application/x-www-form-urlencoded"));
    }

    private static URI next(URI from, Reply reply) throws IOException {
        try {
            return from.resolve(reply.header("location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new IOException("it sends us nowhere", e);
        }
    }

    private synchronized void refused(Subscription asked, String why) {
        if (is(asked.name())) {
            current = asked.due(clock.instant().plus(REFUSED));
        }
        LOG.info(
                "The hub {} does not tell of changes, and the feed is read from time to time. {}",
                host(asked.hub()),
                PlainText.line(why));
    }

    private static String host(Hub hub) {
        return String.valueOf(hub.address().getHost());
    }

    @Override
    public synchronized Optional<String> confirm(String name, Map<String, String> asked) {
        Subscription known = current;
        if (known == null || !is(name) || !known.hub().topic().toString().equals(asked.getOrDefault("hub.topic", ""))) {
            return Optional.empty();
        }
        String challenge = asked.getOrDefault("hub.challenge", "");
        switch (asked.getOrDefault("hub.mode", "")) {
            case "denied" -> {
                refused(known, asked.getOrDefault("hub.reason", ""));
                return Optional.of("");
            }
            case "subscribe" -> {
                if (challenge.isEmpty() || challenge.length() > LONGEST_CHALLENGE) {
                    return Optional.empty();
                }
                Duration lease = lease(asked.getOrDefault("hub.lease_seconds", ""));
                current = known.due(clock.instant().plus(lease.multipliedBy(4).dividedBy(5)));
                LOG.info("The hub {} tells of changes for {} hours", host(known.hub()), lease.toHours());
                return Optional.of(challenge);
            }
            default -> {
                return Optional.empty(); // we never ask to end it
            }
        }
    }

    private static Duration lease(String seconds) {
        Duration lease = seconds.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : LEASE;
        return lease.compareTo(LONGEST_LEASE) < 0 ? lease : LONGEST_LEASE;
    }

    @Override
    public synchronized boolean knows(String name) {
        return is(name);
    }

    private synchronized boolean is(String name) {
        return current != null && MessageDigest.isEqual(current.name().getBytes(UTF_8), name.getBytes(UTF_8));
    }

    @Override
    public void hear(String name, String signature, byte[] body) {
        Optional<String> secret = secretOf(name);
        if (secret.isPresent() && isRight(secret.get(), signature, body)) {
            wake.run();
        } else {
            LOG.debug("Somebody who is not the hub tells of changes");
        }
    }

    private synchronized Optional<String> secretOf(String name) {
        return is(name) && current != null ? Optional.of(current.secret()) : Optional.empty();
    }

    /** Section 7.1. */
    private static boolean isRight(String secret, String signature, byte[] body) {
        int sign = Math.max(0, signature.indexOf('='));
        String method = METHODS.get(signature.substring(0, sign).strip().toLowerCase(Locale.ROOT));
        if (method == null) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(method);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), method));
            String right = HexFormat.of().formatHex(mac.doFinal(body));
            String told = signature.substring(sign + 1).strip().toLowerCase(Locale.ROOT);
            return MessageDigest.isEqual(right.getBytes(UTF_8), told.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
