package org.ratatosk.server.jid;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address of XMPP: {@code local@domain/resource}, of which only the domain is required (RFC 7622). The local part is
 * prepared by PRECIS UsernameCaseMapped, the resource by OpaqueString, the domain by IDNA, where underscores and IPv6 addresses in
 * brackets are allowed too; equality is equality of the
 * prepared forms. Immutable.
 */
public final class Jid implements Comparable<Jid> {
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
                local == null ? null : Preparation.local(local),
                Preparation.domain(domain),
                resource == null ? null : Preparation.resource(resource));
    }

    /** Reads an address, or nothing if the text is none. */
    public static Optional<Jid> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (JidException e) {
            return Optional.empty();
        }
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
        return new Jid(local, domain, Preparation.resource(newResource));
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
