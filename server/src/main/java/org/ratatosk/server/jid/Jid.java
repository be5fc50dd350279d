package org.ratatosk.server.jid;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * An address of XMPP: {@code local@domain/resource}, of which only the domain is required (RFC 7622). The local part is
 * prepared by PRECIS UsernameCaseMapped, the resource by OpaqueString, the domain by IDNA; equality is equality of the
 * prepared forms. Immutable.
 */
public final class Jid implements Comparable<Jid> {
    private static final int MAX_PART_BYTES = 1023;
    private static final String LOCAL_FORBIDDEN = "\"&'/:<>@ ";

    private final @Nullable String local;
    private final String domain;
    private final @Nullable String resource;
    private final String text;

    private Jid(@Nullable String local, String domain, @Nullable String resource) {
        this.local = local;
        this.domain = domain;
        this.resource = resource;
        this.text = (local == null ? "" : local + "@") + domain + (resource == null ? "" : "/" + resource);
    }

    /**
     * Reads and prepares an address.
     *
     * @throws JidException if the text is no address
     */
    public static Jid of(String text) {
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        String resource = slash < 0 ? null : text.substring(slash + 1);
        int at = bare.indexOf('@');
        String local = at < 0 ? null : bare.substring(0, at);
        return of(local, bare.substring(at + 1), resource);
    }

    /**
     * Prepares an address from its parts; {@code null} means that a part is absent.
     *
     * @throws JidException if a part is empty, too long or holds what RFC 7622 forbids
     */
    public static Jid of(@Nullable String local, String domain, @Nullable String resource) {
        return new Jid(
                local == null ? null : prepareLocal(local),
                prepareDomain(domain),
                resource == null ? null : prepareResource(resource));
    }

    /** Reads an address, or nothing if the text is none. */
    public static Optional<Jid> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (JidException e) {
            return Optional.empty();
        }
    }

    private static String prepareLocal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (LOCAL_FORBIDDEN.indexOf(text.charAt(i)) >= 0) {
                throw new JidException("The name before the @ must not hold '" + text.charAt(i) + "'");
            }
        }
        return bounded(
                "name before the @", enforce("name before the @", text, PrecisProfiles.USERNAME_CASE_MAPPED::enforce));
    }

    private static String prepareResource(String text) {
        return bounded("resource", enforce("resource", text, PrecisProfiles.OPAQUE_STRING::enforce));
    }

    private static String prepareDomain(String text) {
        String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            return bounded("domain", host.toLowerCase(Locale.ROOT));
        }
        return bounded("domain", enforce("domain", host, PrecisProfiles.IDN::enforce));
    }

    private interface Profile {
        String apply(CharSequence text);
    }

    private static String enforce(String part, String text, Profile profile) {
        if (text.isEmpty()) {
            throw new JidException("The " + part + " is empty");
        }
        try {
            return profile.apply(text);
        } catch (RuntimeException e) {
            throw new JidException("The " + part + " holds characters that an address cannot have");
        }
    }

    private static String bounded(String part, String prepared) {
        if (prepared.isEmpty()) {
            throw new JidException("The " + part + " is empty");
        }
        if (prepared.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
            throw new JidException("The " + part + " is longer than " + MAX_PART_BYTES + " bytes");
        }
        return prepared;
    }

    /** The part before the {@code @}. */
    public Optional<String> local() {
        return Optional.ofNullable(local);
    }

    /** The domain, in lower case, U-labels, without a trailing dot. */
    public String domain() {
        return domain;
    }

    /** The part after the {@code /}. */
    public Optional<String> resource() {
        return Optional.ofNullable(resource);
    }

    /** This address without its resource. */
    public Jid bare() {
        return resource == null ? this : new Jid(local, domain, null);
    }

    /** The domain alone. */
    public Jid domainJid() {
        return local == null && resource == null ? this : new Jid(null, domain, null);
    }

    /**
     * This address with another resource.
     *
     * @throws JidException if the resource is not allowed
     */
    public Jid withResource(String newResource) {
        return new Jid(local, domain, prepareResource(newResource));
    }

    /** Whether there is no resource. */
    public boolean isBare() {
        return resource == null;
    }

    /** Whether there is a resource. */
    public boolean isFull() {
        return resource != null;
    }

    /** Whether this is a domain alone, without local part and resource. */
    public boolean isDomain() {
        return local == null && resource == null;
    }

    @Override
    public int compareTo(Jid other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Jid jid && text.equals(jid.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    /** The prepared address as text. */
    @Override
    public String toString() {
        return text;
    }
}
