package org.ratatosk.server.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** What service discovery says of a hosted domain, and its fingerprint (XEP-0115 section 5). Immutable. */
public final class DiscoInfo {
    static final Name QUERY = new Name("http://jabber.org/protocol/disco#info", "query");
    private static final String NAME = "Ratatosk";
    private final Hooks hooks;

    DiscoInfo(Hooks hooks) {
        this.hooks = hooks;
    }

    /** The answer for a domain. */
    Element ofDomain(String domain, @Nullable String node) {
        Element.Builder query = Element.builder(QUERY)
                .attr("node", node)
                .child(identity("server", "im").withAttr("name", NAME));
        features().forEach(query::child);
        return query.children(hooks.discovery().forms(domain)).build();
    }

    /** The answer for an account. */
    Element ofAccount() {
        Element.Builder query = Element.builder(QUERY).child(identity("account", "registered"));
        features().forEach(query::child);
        return query.children(hooks.discovery().ofAccounts()).build();
    }

    static Element identity(String category, String type) {
        return Element.builder(QUERY.ns(), "identity")
                .attr("category", category)
                .attr("type", type)
                .build();
    }

    private List<Element> features() {
        return hooks.namespaces().stream().map(DiscoInfo::feature).toList();
    }

    static Element feature(String ns) {
        return Element.builder(QUERY.ns(), "feature").attr("var", ns).build();
    }

    /** The fingerprint of a domain's answer. */
    String version(String domain) {
        return version(ofDomain(domain, null));
    }

    /** The fingerprint of what something says of itself, by SHA-1. */
    public static String version(Element info) {
        List<String> identities = new ArrayList<>();
        for (Element identity : info.children(QUERY.ns(), "identity")) {
            identities.add(String.join(
                    "/",
                    identity.attr("category").orElse(""),
                    identity.attr("type").orElse(""),
                    identity.attr(Element.LANG).orElse(""),
                    identity.attr("name").orElse("")));
        }
        List<String> features = new ArrayList<>();
        info.children(QUERY.ns(), "feature")
                .forEach(feature -> features.add(feature.attr("var").orElse("")));
        StringBuilder text = new StringBuilder();
        append(identities, text);
        append(features, text);
        info.children(Forms.NS, "x").stream()
                .sorted(Comparator.comparing(DiscoInfo::formType))
                .forEach(form -> append(form, text));
        return sha1(text.toString());
    }

    private static void append(Element form, StringBuilder text) {
        text.append(formType(form)).append('<');
        form.children(Forms.NS, "field").stream()
                .filter(field -> !field.attr("var").orElse("").equals("FORM_TYPE"))
                .sorted(Comparator.comparing(field -> field.attr("var").orElse("")))
                .forEach(field -> {
                    text.append(field.attr("var").orElse("")).append('<');
                    append(
                            field.children(Forms.NS, "value").stream()
                                    .map(Element::text)
                                    .toList(),
                            text);
                });
    }

    private static void append(List<String> parts, StringBuilder text) {
        parts.stream().sorted().forEach(part -> text.append(part).append('<'));
    }

    private static String formType(Element form) {
        return Forms.values(form).getOrDefault("FORM_TYPE", "");
    }

    private static String sha1(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1", e);
        }
    }
}
