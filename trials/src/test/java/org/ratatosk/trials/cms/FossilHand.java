package org.ratatosk.trials.cms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser on the pages of a forum of Fossil's. Confined to one thread. */
final class FossilHand {
    private static final Pattern WRITTEN = Pattern.compile("/forumpost/([0-9a-f]+)");
    private final HttpClient browser =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String site;
    private String cookie = "";

    private FossilHand(String site) {
        this.site = site;
    }

    /** Logs in as people do. */
    static FossilHand of(Fossil fossil, String name) {
        FossilHand hand = new FossilHand(fossil.url());
        hand.cookie = hand.form("/login", "u", name, "p", name + "-password", "in", "Login")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        return hand;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> form(String page, String... fields) {
        StringBuilder form = new StringBuilder("mimetype=text%2Fplain&submit=Submit");
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        return send(HttpRequest.newBuilder(URI.create(site + page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Referer", site + page)
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    /**
     * Sends a form of the forum.
     *
     * @return the whole name of what was written
     */
    String write(String page, String... fields) {
        String to = form(page, fields).headers().firstValue("Location").orElse("nowhere");
        Matcher written = WRITTEN.matcher(to);
        if (!written.find()) {
            throw new IllegalStateException(page + " leads to " + to);
        }
        String begin = written.group(1);
        return names().stream()
                .filter(name -> name.startsWith(begin))
                .findFirst()
                .orElseThrow();
    }

    /** The whole names of the latest versions of posts. */
    private List<String> names() {
        return Pattern.compile("<guid>[^<]*/info/([0-9a-f]{40,64})<")
                .matcher(page("/timeline.rss?y=f&n=100"))
                .results()
                .map(name -> name.group(1))
                .toList();
    }

    private String page(String path) {
        return send(HttpRequest.newBuilder(URI.create(site + path))).body();
    }

    /** The version of a post that was written last. */
    String newest(String post) {
        return names().stream()
                .filter(name -> page("/raw/" + name).contains("\nP " + post + "\n"))
                .findFirst()
                .map(this::newest)
                .orElse(post);
    }

    /** The title of a thread, as its first version has it. */
    String title(String post) {
        return page("/raw/" + post)
                .replaceFirst("(?s).*?\nH ([^\n]*)\n.*", "$1")
                .replace("\\s", " ");
    }
}
