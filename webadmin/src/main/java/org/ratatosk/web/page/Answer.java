package org.ratatosk.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page answers. Immutable.
 *
 * @param status HTTP status
 * @param type media type
 * @param body possibly empty
 * @param headers further headers
 * @param cookies values of Set-Cookie headers
 * @param cache how long it may be kept, and by whom
 */
public record Answer(
        int status, String type, String body, Map<String, String> headers, List<String> cookies, Cache cache) {
    /** How long an answer may be kept, and by whom. */
    public enum Cache {
        /** Not at all: it is for one person. */
        NEVER,
        /** By anybody, but asked for anew each time; answered with 304 when it is still the same. */
        REVALIDATE,
        /** For a minute, by anybody. */
        MINUTE,
        /** For a year: its address changes when it changes. */
        FOREVER
    }

    /** Copies headers and cookies. */
    public Answer {
        headers = Map.copyOf(headers);
        cookies = List.copyOf(cookies);
    }

    /** A page for one person. */
    public static Answer html(String html) {
        return html(200, html);
    }

    /** A page for one person, with a status. */
    public static Answer html(int status, String html) {
        return new Answer(status, "text/html;charset=utf-8", html, Map.of(), List.of(), Cache.NEVER);
    }

    /** Plain text for programs. */
    public static Answer text(int status, String type, String text) {
        return new Answer(status, type, text, Map.of(), List.of(), Cache.NEVER);
    }

    /** Sends the browser on with GET, after a form was taken. */
    public static Answer seeOther(String path) {
        return new Answer(303, "text/plain", "", Map.of("Location", path), List.of(), Cache.NEVER);
    }

    /** Sends the browser to where the page really is. */
    public static Answer moved(String path) {
        return new Answer(308, "text/plain", "", Map.of("Location", path), List.of(), Cache.REVALIDATE);
    }

    /** The same with another header. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, type, body, more, cookies, cache);
    }

    /** The same, which also sets or removes a cookie. */
    public Answer withCookie(String setCookie) {
        List<String> more = new ArrayList<>(cookies);
        more.add(setCookie);
        return new Answer(status, type, body, headers, more, cache);
    }

    /** The same, which may be kept. */
    public Answer cached(Cache how) {
        return new Answer(status, type, body, headers, cookies, how);
    }

    /** The same, which changed last at a time. */
    public Answer changed(@Nullable Instant at) {
        return at == null ? this : with("Last-Modified", HttpDates.format(at));
    }
}
