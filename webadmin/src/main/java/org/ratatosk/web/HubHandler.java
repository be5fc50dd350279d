package org.ratatosk.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.UrlEncoded;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.remote.Subscriber;
import org.ratatosk.web.api.Problem;
import org.ratatosk.web.auth.Client;
import org.ratatosk.web.page.Answer;

/**
 * What a hub of the web does at the address that it was given (W3C WebSub): it asks whether something was meant, and tells that there is
 * something new. A name that nobody has is gone. Thread-safe.
 */
final class HubHandler extends Handler.Wrapper {
    private static final int MAX_BODY = 4 << 20;
    private static final int MAX_QUERY = 8192;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Bridge bridge;

    HubHandler(Bridge bridge, Handler next) {
        super(next);
        this.bridge = bridge;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        Optional<Subscriber> found =
                path != null && path.startsWith(Subscriber.PATH) ? bridge.subscriber() : Optional.empty();
        if (path == null || found.isEmpty() || EntranceHandler.client(request).entrance() == Client.Entrance.METRICS) {
            return super.handle(request, response, callback);
        }
        Subscriber asked = found.get();
        String name = path.substring(Subscriber.PATH.length());
        boolean known = NAME.matcher(name).matches() && asked.knows(name);
        if (request.getMethod().equals("POST") && known && request.getLength() <= MAX_BODY) {
            hear(asked, name, request, response, callback);
            return true;
        }
        Answer answer = switch (request.getMethod()) {
            case "GET" -> confirmed(known ? asked.confirm(name, query(request)) : Optional.empty());
            case "POST" -> known ? tooLarge() : Problem.of(410, "Gone", "Nobody is subscribed here any more.");
            default ->
                Problem.of(405, "Not that way", "This address takes GET and POST only.")
                        .with("Allow", "GET, POST");
        };
        AnswerWriter.write(answer, request, response, callback);
        return true;
    }

    private static Answer confirmed(Optional<String> words) {
        return words.map(text -> Answer.text(200, "text/plain", text))
                .orElseGet(() -> Problem.of(404, "Not here", "Nobody here asked for that."));
    }

    private static Answer tooLarge() {
        return Problem.of(413, "Too large", "What is told may have 4 MiB at most.")
                .with("Connection", "close");
    }

    /** The parameters of the address, the first of each name. */
    private static Map<String, String> query(Request request) {
        String raw = request.getHttpURI().getQuery();
        Map<String, String> values = new HashMap<>();
        if (raw == null || raw.length() > MAX_QUERY) {
            return values;
        }
        Fields fields = new Fields(true);
        try {
            UrlEncoded.decodeTo(raw, fields::add, StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            return values; // it says nothing that can be understood
        }
        fields.forEach(field -> values.put(field.getName(), field.getValue()));
        return values;
    }

    /** Reads the body without holding a thread while it trickles in; whether it comes from the hub is not said. */
    private static void hear(Subscriber told, String name, Request request, Response response, Callback callback) {
        String signature = request.getHeaders().get("X-Hub-Signature");
        Content.Source.asByteArrayAsync(request, MAX_BODY, new Promise.Invocable<>() {
            @Override
            public InvocationType getInvocationType() {
                return InvocationType.BLOCKING;
            }

            @Override
            public void succeeded(byte[] body) {
                told.hear(name, signature == null ? "" : signature, body);
                AnswerWriter.write(Answer.text(202, "text/plain", ""), request, response, callback);
            }

            @Override
            public void failed(Throwable cause) {
                AnswerWriter.write(tooLarge(), request, response, callback);
            }
        });
    }
}
