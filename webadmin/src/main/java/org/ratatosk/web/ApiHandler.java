package org.ratatosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.server.store.NotDurableException;
import org.ratatosk.server.store.StoreFullException;
import org.ratatosk.web.EndpointTable.Match;
import org.ratatosk.web.api.Endpoint;
import org.ratatosk.web.api.Problem;
import org.ratatosk.web.auth.Callers;
import org.ratatosk.web.auth.Client;
import org.ratatosk.web.page.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What programs of the site ask: finds the endpoint, reads the body, checks the signature by Standard Webhooks, lets the endpoint
 * answer. Whatever is wrong with a signature is answered in the same words. Thread-safe.
 */
final class ApiHandler extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final String ROOT = "/api/";
    private static final int MAX_BODY = 1 << 20;
    private static final int MOST_REMEMBERED = 10_000;
    private static final String UNKNOWN =
            "The key is not known here, or may not tell what happens. Enter it in the website as it was shown, the whole line.";
    private static final String LATE =
            "The clocks of both are more than five minutes apart. Set them: timedatectl set-ntp true";
    private static final String UNSIGNED =
            "The key's name is known, but not what was signed with it. Enter it in the website as it was shown, the whole line.";

    private final EndpointTable endpoints;
    /** What was answered to requests that could be sent again within the time that a signature is good for. */
    private final Cache<String, Answer> done = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(SiteKey.TOLERANCE.multipliedBy(2))
            .executor(Runnable::run)
            .build();

    private final SiteKeys keys;
    private final Callers callers;
    private final InstantSource clock;

    ApiHandler(List<Endpoint> endpoints, SiteKeys keys, Callers callers, InstantSource clock, Handler next) {
        super(next);
        this.endpoints = new EndpointTable(endpoints);
        this.keys = keys;
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        if (path == null || !path.startsWith(ROOT)) {
            return super.handle(request, response, callback);
        }
        List<Match> found =
                EntranceHandler.client(request).entrance() == Client.Entrance.METRICS ? List.of() : endpoints.at(path);
        Optional<Match> meant = found.stream()
                .filter(one -> one.endpoint().method().equals(request.getMethod()))
                .findFirst();
        if (found.isEmpty()) {
            AnswerWriter.write(Problem.of(404, "Not here", "There is no such address."), request, response, callback);
        } else if (meant.isEmpty()) {
            String methods = found.stream().map(one -> one.endpoint().method()).collect(Collectors.joining(", "));
            Answer answer = Problem.of(405, "Not that way", "This address takes " + methods + " only.")
                    .with("Allow", methods);
            AnswerWriter.write(answer, request, response, callback);
        } else if (isTooLarge(request)) {
            AnswerWriter.write(tooLarge(), request, response, callback);
        } else {
            read(meant.get(), request, response, callback);
        }
        return true;
    }

    /** What asks or deletes need not say that it has no body; what it has is bounded while it is read. */
    private static boolean isTooLarge(Request request) {
        boolean mayHaveNone = !request.getMethod().startsWith("P");
        return request.getLength() > MAX_BODY || (request.getLength() < 0 && !mayHaveNone);
    }

    /** Reads the body without holding a thread while it trickles in. */
    private void read(Match meant, Request request, Response response, Callback callback) {
        Content.Source.asByteArrayAsync(request, MAX_BODY, new Promise.Invocable<>() {
            @Override
            public InvocationType getInvocationType() {
                return InvocationType.BLOCKING;
            }

            @Override
            public void succeeded(byte[] body) {
                AnswerWriter.write(answered(meant, request, body), request, response, callback);
            }

            @Override
            public void failed(Throwable cause) {
                AnswerWriter.write(tooLarge(), request, response, callback);
            }
        });
    }

    private static Answer tooLarge() {
        return Problem.of(413, "Too large", "The request has to say its length, which is 1 MiB at most.")
                .with("Connection", "close");
    }

    private Answer answered(Match meant, Request request, byte[] body) {
        Endpoint endpoint = meant.endpoint();
        try {
            if (endpoint.isOpen()) {
                return endpoint.take(query(request), "");
            }
            if (!isSigned(endpoint, request, body)) {
                return Problem.of(
                        401,
                        "Not signed",
                        "This is not signed with a key that may do it, or its time is more than five minutes away.");
            }
            return endpoint.signsBodyOnly() ? take(meant, body) : once(meant, request, body);
        } catch (CmsException e) {
            return Problem.of(e.temporary() ? 503 : 409, "Not possible", String.valueOf(e.getMessage()));
        } catch (StoreFullException e) {
            return Problem.of(507, "No room", "There is no room left to keep anything. Send it again later.");
        } catch (NotDurableException e) {
            return Problem.of(503, "Not safe", "This could not be written to disk safely. Send it again later.");
        } catch (RuntimeException e) {
            LOG.error("The endpoint {} failed", endpoint.path(), e);
            return Problem.of(500, "Broken", "Something broke here. It is in the log, and not your fault.");
        }
    }

    /** The same request again gets the same answer, and nothing is done: nobody who kept one can send it once more. */
    private Answer once(Match meant, Request request, byte[] body) {
        String id = header(request, SiteKey.KEY) + ' ' + header(request, SiteKey.ID);
        return done.get(id, fresh -> take(meant, body));
    }

    private static Answer take(Match meant, byte[] body) {
        return meant.endpoint().take(meant.parts(), new String(body, UTF_8));
    }

    private static Map<String, String> query(Request request) {
        Map<String, String> query = new HashMap<>();
        Request.extractQueryParameters(request).forEach(field -> query.putIfAbsent(field.getName(), field.getValue()));
        return query;
    }

    /** Whether it is signed by a key that may do it. The owner alone is told what was wrong. */
    private boolean isSigned(Endpoint endpoint, Request request, byte[] body) {
        byte[] payload = endpoint.signsBodyOnly()
                ? body
                : SiteKey.payload(request.getMethod(), request.getHttpURI().getPathQuery(), body);
        Optional<SiteKeys.Granted> granted = keys.find(header(request, SiteKey.KEY))
                .filter(one -> one.scopes().contains(endpoint.scope()));
        boolean good = granted.filter(one -> one.key()
                        .verifies(
                                header(request, SiteKey.ID),
                                header(request, SiteKey.TIMESTAMP),
                                header(request, SiteKey.SIGNATURE),
                                payload,
                                clock.instant()))
                .isPresent();
        if (good) {
            callers.came(header(request, SiteKey.KEY), clock.instant());
        } else {
            callers.refused(
                    granted.isEmpty() ? UNKNOWN : isLate(header(request, SiteKey.TIMESTAMP)) ? LATE : UNSIGNED,
                    clock.instant());
        }
        return good;
    }

    private boolean isLate(String seconds) {
        try {
            Instant sent = Instant.ofEpochSecond(Long.parseLong(seconds));
            return Duration.between(sent, clock.instant()).abs().compareTo(SiteKey.TOLERANCE) > 0;
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private static String header(Request request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
