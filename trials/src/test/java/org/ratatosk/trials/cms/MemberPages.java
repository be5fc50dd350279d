package org.ratatosk.trials.cms;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.trials.Product;
import org.ratatosk.trials.Trust;
import org.ratatosk.trials.Unmet;

/** A member on the pages of the product, as a browser without scripts. Confined to one thread. */
final class MemberPages {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("<p class=\"code\">([^<]+)</p>");
    private final Product product;
    private final HttpClient client;

    MemberPages(Product product, Trust trust) {
        this.product = product;
        this.client = HttpClient.newBuilder()
                .sslContext(trust.context())
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** Logs in by the password of the website and makes a password for a device. */
    String appPassword(String name, String password, String device) throws IOException, InterruptedException {
        submit("/login", "name=" + word(name) + "&password=" + word(password) + "&next=");
        return found(CODE, submit("/me/devices", "action=make&name=" + word(device)));
    }

    private String submit(String page, String fields) throws IOException, InterruptedException {
        String token = found(TOKEN, send(to(page).GET()));
        return send(to(page).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + word(token) + "&" + fields)));
    }

    private HttpRequest.Builder to(String page) {
        return HttpRequest.newBuilder(URI.create(product.siteUrl() + page)).header("Origin", product.siteUrl());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String found(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        if (!matcher.find()) {
            throw new Unmet("a page with " + pattern, page.replaceAll("(?s)<[^>]*>|\\s+", " "));
        }
        return matcher.group(1);
    }

    private static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
