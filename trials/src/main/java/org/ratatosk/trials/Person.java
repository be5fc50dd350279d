package org.ratatosk.trials;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.iqregister.AccountManager;
import org.jivesoftware.smackx.ping.PingManager;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;

/** Somebody with a Jabber client, which is Smack. What comes in is kept until it is asked for. Thread-safe. */
public final class Person implements AutoCloseable {
    private static final String REPLY = "urn:xmpp:reply:0";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final String name;
    private final EntityBareJid jid;
    private final XMPPTCPConnection connection;
    private final Consumer<String> talk;
    private final List<Message> inbox = new ArrayList<>();
    private final List<Message> all = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> known;

    private Person(String jid, XMPPTCPConnection connection, Set<String> known, Consumer<String> talk)
            throws IOException {
        this.jid = JidCreate.entityBareFrom(jid);
        this.name = shortName(jid);
        this.connection = connection;
        this.known = known;
        this.talk = talk;
        connection.addSyncStanzaListener(this::receive, StanzaTypeFilter.MESSAGE);
        connection.addStanzaAcknowledgedListener(stanza -> {
            if (stanza.getStanzaId() != null) {
                acknowledged.add(stanza.getStanzaId());
            }
        });
    }

    /**
     * Logs in over STARTTLS that is verified, with SCRAM.
     *
     * @param talk is told each line that is said or heard
     */
    public static Person login(Product product, Trust trust, String jid, String password, Consumer<String> talk)
            throws IOException, InterruptedException, SmackException, XMPPException {
        return login(product, trust, jid, password, ConcurrentHashMap.newKeySet(), talk);
    }

    /** Logs in to the server's own machine with a password that the server does not keep, by PLAIN over STARTTLS that is verified. */
    public static Person loginPlain(Product product, Trust trust, String jid, String password)
            throws IOException, InterruptedException, SmackException, XMPPException {
        InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), product.starttlsPort());
        XMPPTCPConnection connection = connection(place, trust, jid, password, "PLAIN");
        Person person = new Person(jid, connection, ConcurrentHashMap.newKeySet(), line -> {});
        connection.connect().login();
        person.awaitPresence();
        return person;
    }

    /**
     * Logs in as above.
     *
     * @param known the ids of messages that came in earlier; what comes again is kept among {@link #all} alone
     */
    public static Person login(
            Product product, Trust trust, String jid, String password, Set<String> known, Consumer<String> talk)
            throws IOException, InterruptedException, SmackException, XMPPException {
        InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), product.starttlsPort());
        return login(place, trust, jid, password, known, talk);
    }

    /**
     * Logs in as above.
     *
     * @param place where clients of the person's server turn on TLS
     */
    public static Person login(
            InetSocketAddress place, Trust trust, String jid, String password, Set<String> known, Consumer<String> talk)
            throws IOException, InterruptedException, SmackException, XMPPException {
        Person person = new Person(jid, connection(place, trust, jid, password), known, talk);
        person.connection.connect().login();
        person.awaitPresence();
        return person;
    }

    /** What is asked after the presence was sent is answered when it is known: from then on messages come here. */
    private void awaitPresence() throws InterruptedException, SmackException {
        PingManager.getInstanceFor(connection).pingMyServer(false);
    }

    /** Makes an account as clients do (XEP-0077), where the server lets them, and logs in. */
    public static Person register(InetSocketAddress place, Trust trust, String jid, String password)
            throws IOException, InterruptedException, SmackException, XMPPException {
        Person person =
                new Person(jid, connection(place, trust, jid, password), ConcurrentHashMap.newKeySet(), line -> {});
        person.connection.connect();
        AccountManager.getInstance(person.connection)
                .createAccount(person.jid.getLocalpart(), password, new HashMap<>());
        person.connection.login();
        person.awaitPresence();
        return person;
    }

    private static XMPPTCPConnection connection(InetSocketAddress place, Trust trust, String jid, String password)
            throws IOException {
        return connection(place, trust, jid, password, "SCRAM-SHA-1");
    }

    private static XMPPTCPConnection connection(
            InetSocketAddress place, Trust trust, String jid, String password, String mechanism) throws IOException {
        String local = jid.substring(0, jid.indexOf('@'));
        String domain = jid.substring(jid.indexOf('@') + 1);
        XMPPTCPConnectionConfiguration.Builder configuration = XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(domain)
                .setHostAddress(place.getAddress())
                .setPort(place.getPort())
                .setSecurityMode(SecurityMode.required)
                .setCustomX509TrustManager(trust.manager())
                .addEnabledSaslMechanism(mechanism)
                .setUsernameAndPassword(local, password)
                .setResource("player")
                .setCompressionEnabled(false);
        if (trust.anyName()) {
            configuration.setHostnameVerifier((name, session) -> true);
        }
        XMPPTCPConnection connection = new XMPPTCPConnection(configuration.build());
        connection.setReplyTimeout(PATIENCE.toMillis());
        connection.setUseStreamManagementResumption(false);
        return connection;
    }

    private void receive(Stanza stanza) {
        if (stanza instanceof Message message
                && (message.getBody() != null || message.getType() == Message.Type.error)) {
            synchronized (this) {
                all.add(message);
                if (message.getStanzaId() == null || known.add(message.getStanzaId())) {
                    inbox.add(message);
                }
                notifyAll();
            }
        }
    }

    /** How the password was proved and by what TLS, in words. */
    public String howLoggedIn() {
        return connection.getUsedSaslMechansism()
                + (connection.isSecureConnection() ? " over verified TLS" : " WITHOUT TLS")
                + (connection.isSmEnabled() ? ", with stream management" : "");
    }

    /** Says something. */
    public Message say(String to, String body) throws SmackException, InterruptedException, IOException {
        return send(connection.getStanzaFactory().buildMessageStanza(), to, body);
    }

    /** Says something under an id of one's own, as a client that is not sure whether it was heard. */
    public Message say(String to, String body, String id) throws SmackException, InterruptedException, IOException {
        return send(StanzaBuilder.buildMessage(id), to, body);
    }

    /** Answers a message, as clients do by XEP-0461. */
    public Message answer(Message answered, String body) throws SmackException, InterruptedException, IOException {
        MessageBuilder builder = connection.getStanzaFactory().buildMessageStanza();
        builder.addExtension(StandardExtensionElement.builder("reply", REPLY)
                .addAttribute("to", answered.getFrom().toString())
                .addAttribute("id", answered.getStanzaId())
                .build());
        return send(builder, answered.getFrom().asBareJid().toString(), body);
    }

    private Message send(MessageBuilder builder, String to, String body)
            throws SmackException, InterruptedException, IOException {
        Message message = builder.to(JidCreate.from(to))
                .ofType(Message.Type.chat)
                .setBody(body)
                .build();
        talk.accept(name + " → " + shortName(to) + "\n" + body);
        connection.sendStanza(message);
        return message;
    }

    /** The ids of what was sent and acknowledged by stream management (XEP-0198). */
    public Set<String> acknowledged() {
        return acknowledged;
    }

    /** Says something to the bot and waits for its answer. */
    public Message ask(String body) throws SmackException, InterruptedException, IOException {
        return ask(BOT, body);
    }

    /** Says something to a bot and waits for its answer. */
    public Message ask(String bot, String body) throws SmackException, InterruptedException, IOException {
        forget();
        say(bot, body);
        return awaitFrom(bot, "an answer of the bot", message -> true);
    }

    /** The bot of the site. */
    public static final String BOT = "ratatosk@" + Product.HOME;

    /** Waits for a message of somebody whose body holds a text. */
    public Message awaitFrom(String from, String text) throws InterruptedException {
        return awaitFrom(
                from,
                "a message with \"" + text + "\"",
                message -> body(message).contains(text));
    }

    /** Waits for a message of somebody that is as it should be; others stay where they are. */
    public Message awaitFrom(String from, String expected, Predicate<Message> fits) throws InterruptedException {
        Message found = await(
                expected,
                message -> message.getFrom() != null
                        && message.getFrom().asBareJid().toString().equals(from)
                        && fits.test(message));
        talk.accept(shortName(from) + " → " + name + "\n" + body(found));
        return found;
    }

    /** Waits for an error that comes back from somebody to whom one has said something. */
    public Message awaitError(String from) throws InterruptedException {
        return await(
                "an error from " + from,
                message -> message.getType() == Message.Type.error
                        && message.getFrom() != null
                        && message.getFrom().asBareJid().toString().equals(from));
    }

    private synchronized Message await(String expected, Predicate<Message> fits) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (Message message : inbox) {
                if (fits.test(message)) {
                    inbox.remove(message);
                    return message;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new Unmet(expected + " for " + name + " within " + PATIENCE.toSeconds() + " s", heard());
            }
            wait(left);
        }
    }

    private String heard() {
        return inbox.isEmpty()
                ? "nothing"
                : String.join(" | ", inbox.stream().map(Person::body).toList());
    }

    /** Forgets what has come and was not asked for. */
    public synchronized void forget() {
        inbox.clear();
    }

    /** All messages since the login, in order. */
    public synchronized List<Message> all() {
        return List.copyOf(all);
    }

    /** The text of a message, possibly empty. */
    public static String body(Message message) {
        return message.getBody() == null ? "" : message.getBody();
    }

    /** The person's address, bare. */
    public String jid() {
        return jid.toString();
    }

    /** The connection, for what is not said here. */
    public XMPPTCPConnection connection() {
        return connection;
    }

    /** Logs out. */
    @Override
    public void close() {
        connection.disconnect();
    }

    /** Drops the connection without a word, as a phone in a tunnel. */
    public void vanish() {
        connection.instantShutdown();
    }

    private static String shortName(@Nullable String address) {
        if (address == null) {
            return "?";
        }
        return address.equals(BOT)
                ? "bot"
                : address.replace("@" + Product.HOME, "").toLowerCase(Locale.ROOT);
    }
}
