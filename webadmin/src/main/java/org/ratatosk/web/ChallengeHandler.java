package org.ratatosk.web;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers the authority that gives out certificates (RFC 8555 section 8.3): it asks without TLS and from anywhere, so this stands before
 * all else. Immutable.
 */
final class ChallengeHandler extends Handler.Wrapper {
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    private final Function<String, Optional<String>> answers;

    /** @param answers what to say at a token, if anything */
    ChallengeHandler(Function<String, Optional<String>> answers, Handler next) {
        super(next);
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        if (path == null || !path.startsWith(PATH)) {
            return super.handle(request, response, callback);
        }
        String token = path.substring(PATH.length());
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        Optional<String> answer = read && TOKEN.matcher(token).matches() ? answers.apply(token) : Optional.empty();
        if (answer.isEmpty()) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        Content.Sink.write(response, true, answer.get(), callback);
        return true;
    }
}
