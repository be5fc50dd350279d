package org.ratatosk.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.ratatosk.web.auth.Secrets;
import org.ratatosk.web.page.Answer;
import org.ratatosk.web.page.HttpDates;

/** Writes what a page answered, or 304 if the client has it already (RFC 9110 section 13). Immutable. */
final class AnswerWriter {
    private AnswerWriter() {}

    static void write(Answer answer, Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        answer.headers().forEach((name, value) -> headers.put(new HttpField(name, value)));
        answer.cookies().forEach(cookie -> headers.add(HttpHeader.SET_COOKIE, cookie));
        headers.put(
                HttpHeader.CACHE_CONTROL,
                switch (answer.cache()) {
                    case NEVER -> "no-store";
                    case REVALIDATE -> "no-cache";
                    case MINUTE -> "public, max-age=60";
                    case FOREVER -> "public, max-age=31536000, immutable";
                });
        if (answer.cache() == Answer.Cache.REVALIDATE) {
            headers.put(HttpHeader.VARY, "Cookie");
            String tag = "\"" + Secrets.hash(answer.body()).substring(0, 24) + "\"";
            headers.put(HttpHeader.ETAG, tag);
            if (answer.status() == HttpStatus.OK_200 && isKnown(request, tag, answer)) {
                response.setStatus(HttpStatus.NOT_MODIFIED_304);
                callback.succeeded();
                return;
            }
        }
        ByteBuffer body = StandardCharsets.UTF_8.encode(answer.body());
        response.setStatus(answer.status());
        if (body.hasRemaining()) {
            headers.put(HttpHeader.CONTENT_TYPE, answer.type());
        }
        headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
        response.write(true, body, callback);
    }

    private static boolean isKnown(Request request, String tag, Answer answer) {
        String none = String.join(",", request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH));
        if (!none.isEmpty()) {
            return none.contains(tag) || none.strip().equals("*");
        }
        Optional<Instant> changed =
                Optional.ofNullable(answer.headers().get("Last-Modified")).flatMap(HttpDates::parse);
        Optional<Instant> since = Optional.ofNullable(request.getHeaders().get(HttpHeader.IF_MODIFIED_SINCE))
                .flatMap(HttpDates::parse);
        return changed.isPresent() && since.isPresent() && !changed.get().isAfter(since.get());
    }
}
