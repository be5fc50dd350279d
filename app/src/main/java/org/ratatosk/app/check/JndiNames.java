package org.ratatosk.app.check;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.ListenAddress;

/**
 * Asks the name server that the server itself would ask, by the JDK; from DNS it takes nothing but strings, whoever answers.
 * Immutable.
 */
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
final class JndiNames implements Names {
    private final Optional<ListenAddress> resolver;

    private JndiNames(Optional<ListenAddress> resolver) {
        this.resolver = resolver;
    }

    /** Those of {@code s2s.resolver}, or else of this machine's settings. */
    static JndiNames of(AppConfig config) {
        return new JndiNames(Optional.ofNullable(config.server().federation().resolver()));
    }

    @Override
    public List<String> records(String name, String type) throws Offline {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        resolver.ifPresent(address -> settings.put(Context.PROVIDER_URL, "dns://" + address));
        settings.put("com.sun.jndi.dns.timeout.initial", "1500");
        settings.put("com.sun.jndi.dns.timeout.retries", "2");
        try {
            DirContext context = new InitialDirContext(settings);
            try {
                Attribute attribute =
                        context.getAttributes(name, new String[] {type}).get(type);
                return attribute == null ? List.of() : texts(attribute.getAll());
            } finally {
                context.close();
            }
        } catch (NameNotFoundException e) {
            return List.of();
        } catch (CommunicationException e) {
            throw new Offline(who() + " does not answer", false);
        } catch (OperationNotSupportedException e) {
            throw new Offline(who() + " refuses to say what is at " + name, true);
        } catch (NamingException e) {
            throw new Offline(who() + " fails to find out what is at " + name, true);
        }
    }

    private String who() {
        return resolver.map(address -> "The DNS server " + address + ", which s2s.resolver names,")
                .orElse("The DNS server of this machine");
    }

    private static List<String> texts(NamingEnumeration<?> values) throws NamingException {
        List<String> texts = new ArrayList<>();
        while (values.hasMore()) {
            texts.add(String.valueOf(values.next()));
        }
        return texts;
    }
}
