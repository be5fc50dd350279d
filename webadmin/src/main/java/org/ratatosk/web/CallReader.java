package org.ratatosk.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;
import org.ratatosk.web.auth.Client;
import org.ratatosk.web.auth.Cookies;
import org.ratatosk.web.auth.Paths;
import org.ratatosk.web.auth.Secrets;
import org.ratatosk.web.auth.Visitor;
import org.ratatosk.web.page.Call;
import org.ratatosk.web.page.Fields;
import org.ratatosk.web.page.Refusal;

/** Reads requests: the path, the query, who is logged in, which token the forms carry. Thread-safe. */
final class CallReader {
    private static final int MAX_QUERY = 2048;
    private final Logins logins;
    private final Secrets secrets;

    CallReader(Logins logins, Secrets secrets) {
        this.logins = logins;
        this.secrets = secrets;
    }

    /**
     * A request as it was read.
     *
     * @param path the decoded segments
     * @param call what a page gets to see, still without parts and form
     * @param freshFormKey the key that the forms of somebody unknown are tied to, if the browser does not have it yet
     */
    record Reading(List<String> path, Call call, @Nullable String freshFormKey) {}

    /** Reads a request; throws {@link Refusal} if its address can be read in several ways. */
    Reading read(Request request) {
        HttpURI uri = request.getHttpURI();
        Client client = EntranceHandler.client(request);
        List<String> path = Paths.segments(uri.getPath() == null ? "" : uri.getPath())
                .orElseThrow(() -> new Refusal(400, "That address is not written the way addresses are."));
        List<String> cookies = request.getHeaders().getValuesList(HttpHeader.COOKIE);
        Visitor visitor = logins.visitor(cookies, client.secure()).orElse(null);
        Optional<String> formKey = Cookies.find(cookies, Cookies.FORM, client.secure());
        String key = formKey.orElseGet(secrets::fresh);
        String token = visitor == null ? secrets.sign(key) : visitor.session().formToken();
        Call call = new Call("/" + String.join("/", path), Map.of(), query(uri), Fields.NONE, client, visitor, token);
        return new Reading(path, call, visitor == null && formKey.isEmpty() ? key : null);
    }

    /** Somebody of whom nothing is known yet, for an answer that says so. */
    static Call blank(Request request) {
        return new Call("/", Map.of(), Fields.NONE, Fields.NONE, EntranceHandler.client(request), null, "");
    }

    /** The fields of a form as pages see them. */
    static Fields fields(org.eclipse.jetty.util.Fields from) {
        Map<String, List<String>> values = new HashMap<>();
        from.forEach(field -> values.put(field.getName(), List.copyOf(field.getValues())));
        return new Fields(values);
    }

    private static Fields query(HttpURI uri) {
        String raw = uri.getQuery();
        if (raw == null || raw.length() > MAX_QUERY) {
            return Fields.NONE;
        }
        org.eclipse.jetty.util.Fields into = new org.eclipse.jetty.util.Fields(true);
        try {
            UrlEncoded.decodeTo(raw, into::add, StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw new Refusal(400, "That address is not written the way addresses are.");
        }
        return fields(into);
    }
}
