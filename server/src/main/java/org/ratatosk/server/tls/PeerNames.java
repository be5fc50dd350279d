package org.ratatosk.server.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.ratatosk.server.dns.ALabels;

/**
 * Whom a certificate names: DNS-ID and SRV-ID (RFC 9525), the addresses of XMPP (RFC 6120 section 13.7.1.4) and IP addresses; never
 * its common name. Immutable.
 *
 * @param dns names of machines and domains as A-labels, possibly with {@code *.} before them
 * @param services the domains of SRV names for XMPP between servers
 * @param xmpp domains as XMPP addresses
 * @param addresses IP addresses, as bytes
 */
record PeerNames(List<String> dns, List<String> services, List<String> xmpp, List<byte[]> addresses) {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_NAMES = 1000;
    private static final int MAX_SHOWN = 3;
    private static final ASN1ObjectIdentifier ON_DNS_SRV = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");
    private static final ASN1ObjectIdentifier ON_XMPP_ADDR = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.5");
    private static final String SERVICE = "_xmpp-server.";
    private static final String WILDCARD = "*.";

    /** Names that are not read, or cannot be; the message is the rest of a sentence that begins with "its certificate". */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads the names of a certificate, if they are not too many. */
    static PeerNames of(X509Certificate certificate) throws UnreadableException {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (extension == null) {
            return new PeerNames(List.of(), List.of(), List.of(), List.of());
        }
        if (extension.length > MAX_BYTES) {
            throw new UnreadableException(
                    "carries " + extension.length / 1024 + " KiB of names; at most " + MAX_BYTES / 1024 + " are read");
        }
        try {
            GeneralName[] names = GeneralNames.getInstance(
                            ASN1OctetString.getInstance(extension).getOctets())
                    .getNames();
            if (names.length > MAX_NAMES) {
                throw new UnreadableException("carries " + names.length + " names; at most " + MAX_NAMES + " are read");
            }
            return sorted(names);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new UnreadableException("carries names that cannot be read");
        }
    }

    private static PeerNames sorted(GeneralName[] names) {
        List<String> dns = new ArrayList<>();
        List<String> services = new ArrayList<>();
        List<String> xmpp = new ArrayList<>();
        List<byte[]> addresses = new ArrayList<>();
        for (GeneralName name : names) {
            ASN1Encodable value = name.getName();
            switch (name.getTagNo()) {
                case GeneralName.dNSName ->
                    machine(((ASN1String) value).getString()).ifPresent(dns::add);
                case GeneralName.iPAddress ->
                    addresses.add(ASN1OctetString.getInstance(value).getOctets());
                case GeneralName.otherName -> {
                    OtherName other = OtherName.getInstance(value);
                    service(other).ifPresent(services::add);
                    address(other).ifPresent(xmpp::add);
                }
                default -> {}
            }
        }
        return new PeerNames(dns, services, xmpp, addresses);
    }

    private static Optional<String> machine(String name) {
        return name.startsWith(WILDCARD)
                ? ALabels.of(name.substring(WILDCARD.length())).map(WILDCARD::concat)
                : ALabels.of(name);
    }

    private static Optional<String> service(OtherName name) {
        if (!name.getTypeID().equals(ON_DNS_SRV)) {
            return Optional.empty();
        }
        String text = ASN1IA5String.getInstance(name.getValue()).getString().toLowerCase(Locale.ROOT);
        return text.startsWith(SERVICE) ? ALabels.of(text.substring(SERVICE.length())) : Optional.empty();
    }

    /** An address of somebody at the domain does not speak for the domain. */
    private static Optional<String> address(OtherName name) {
        return name.getTypeID().equals(ON_XMPP_ADDR)
                ? ALabels.of(ASN1UTF8String.getInstance(name.getValue()).getString())
                : Optional.empty();
    }

    /**
     * Whether the certificate names a domain of XMPP.
     *
     * @param domain as in addresses
     * @param dnsOnly whether only DNS-ID counts
     */
    boolean speakFor(String domain, boolean dnsOnly) {
        Optional<byte[]> address = ip(domain);
        if (address.isPresent()) {
            return addresses.stream().anyMatch(each -> Arrays.equals(each, address.get()));
        }
        Optional<String> wanted = ALabels.of(domain);
        return wanted.isPresent()
                && (isNamed(wanted.get())
                        || (!dnsOnly && (services.contains(wanted.get()) || xmpp.contains(wanted.get()))));
    }

    /** Whether a name of a machine, as A-labels, is among the DNS-IDs; a wildcard stands for one whole label, the first. */
    boolean isNamed(String host) {
        int dot = host.indexOf('.');
        return dns.contains(host) || (dot > 0 && dns.contains("*" + host.substring(dot)));
    }

    private static Optional<byte[]> ip(String domain) {
        boolean v6 = domain.startsWith("[") && domain.endsWith("]");
        if (!v6 && !domain.matches("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(domain).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whom it names, for people. */
    String words() {
        List<String> all = new ArrayList<>(dns);
        services.forEach(each -> all.add(SERVICE + each));
        all.addAll(xmpp);
        List<String> distinct = all.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return "names nobody (a common name does not count)";
        }
        String more = distinct.size() > MAX_SHOWN ? " and " + (distinct.size() - MAX_SHOWN) + " more" : "";
        return "names " + String.join(", ", distinct.subList(0, Math.min(MAX_SHOWN, distinct.size()))) + more;
    }
}
