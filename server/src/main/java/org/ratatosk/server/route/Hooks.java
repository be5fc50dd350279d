package org.ratatosk.server.route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Attachments;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.Store.Tables;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * Where features hang their handlers. Filled once by one thread when the server is built, and only read afterwards, but for who is told of
 * contacts, who may come later.
 */
public final class Hooks {
    /** Called when a session has ended. */
    @FunctionalInterface
    public interface OnSession {
        /** Says what comes of it. */
        Outcome handle(Context ctx, Session session);
    }

    private record IqKey(Iq.Type type, Name payload) {}

    private final Map<Side, Map<Phase, Map<Stanza.Kind, List<Handler<Stanza>>>>> handlers = new EnumMap<>(Side.class);
    private final List<Spec> specs = new ArrayList<>();
    private final Map<IqKey, Handler<Iq>> requests = new HashMap<>();
    private final List<BiFunction<Tables, Jid, Consumer<Attachments>>> loaded = new ArrayList<>();
    private final List<OnSession> left = new ArrayList<>();
    private final List<Function<String, Optional<Element>>> streamFeatures = new ArrayList<>();
    private final List<Element> featuresBeforeLogin = new ArrayList<>();
    private final Map<Name, BeforeLogin> beforeLogin = new HashMap<>();
    private final Map<String, Nonza> nonzas = new HashMap<>();
    private final List<Consumer<Instant>> everySecond = new ArrayList<>();
    private final Discovery discovery = new Discovery();
    private final Set<IqKey> ofAnybody = new HashSet<>();

    private final List<Consumer<Jid>> watchers = new CopyOnWriteArrayList<>();
    private volatile Optional<Tasks> bound = Optional.empty();
    private volatile Optional<Passwords> keys = Optional.empty();
    private volatile Optional<Administration> administration = Optional.empty();

    /** No hooks yet. */
    public Hooks() {
        for (Side side : Side.values()) {
            Map<Phase, Map<Stanza.Kind, List<Handler<Stanza>>>> phases = new EnumMap<>(Phase.class);
            for (Phase phase : Phase.values()) {
                Map<Stanza.Kind, List<Handler<Stanza>>> kinds = new EnumMap<>(Stanza.Kind.class);
                for (Stanza.Kind kind : Stanza.Kind.values()) {
                    kinds.put(kind, new ArrayList<>());
                }
                phases.put(phase, kinds);
            }
            handlers.put(side, phases);
        }
    }

    /** Takes a feature in: its handlers, and what service discovery says of it. */
    public void add(Feature feature) {
        specs.add(feature.spec());
        specs.addAll(feature.alsoImplements());
        feature.install(this);
    }

    /** What service discovery announces, in order, without doubles. */
    public List<String> namespaces() {
        return specs.stream()
                .flatMap(spec -> spec.namespaces().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Runs tasks in lanes, once the server is built. */
    public Tasks tasks() {
        return (account, task) -> bound.orElseThrow().perform(account, task);
    }

    /** Makes the keys of passwords, once the server is built. */
    public Passwords passwords() {
        return (bare, password) -> keys.orElseThrow().derive(bare, password);
    }

    /** Says who makes the keys of passwords. */
    public void bindPasswords(Passwords passwords) {
        keys = Optional.of(passwords);
    }

    /** What admins may do, once the server is built. */
    public Supplier<Administration> administration() {
        return () -> administration.orElseThrow();
    }

    /** Says who does what admins want. */
    public void bind(Administration does) {
        administration = Optional.of(does);
    }

    void bind(Tasks tasks) {
        bound = Optional.of(tasks);
    }

    /** Looks at all stanzas. */
    public void stanza(Side side, Phase phase, Handler<Stanza> handler) {
        for (Stanza.Kind kind : Stanza.Kind.values()) {
            list(side, phase, kind).add(handler);
        }
    }

    /** Looks at messages. */
    public void message(Side side, Phase phase, Handler<Message> handler) {
        list(side, phase, Stanza.Kind.MESSAGE).add((ctx, stanza) -> handler.handle(ctx, (Message) stanza));
    }

    /** Looks at presence. */
    public void presence(Side side, Phase phase, Handler<Presence> handler) {
        list(side, phase, Stanza.Kind.PRESENCE).add((ctx, stanza) -> handler.handle(ctx, (Presence) stanza));
    }

    /** Looks at requests and answers, whomever they are for. */
    public void iq(Side side, Phase phase, Handler<Iq> handler) {
        list(side, phase, Stanza.Kind.IQ).add((ctx, stanza) -> handler.handle(ctx, (Iq) stanza));
    }

    /** Answers gets with a payload of this name that are for the server or an account; {@link Context#target} tells which. */
    public void iqGet(Name payload, Handler<Iq> handler) {
        request(new IqKey(Iq.Type.GET, payload), handler);
    }

    /**
     * As {@link #iqGet}, and strangers may ask accounts too. What they hear must not tell them whether there is an account: where nothing
     * is shown it is service-unavailable, without a text.
     */
    public void iqGetOfAnybody(Name payload, Handler<Iq> handler) {
        iqGet(payload, handler);
        ofAnybody.add(new IqKey(Iq.Type.GET, payload));
    }

    /** Whether strangers may ask accounts this. */
    public boolean isOfAnybody(Iq iq) {
        return iq.payload()
                .filter(payload -> ofAnybody.contains(new IqKey(iq.type(), payload.name())))
                .isPresent();
    }

    /** Answers sets with a payload of this name that are for the server or an account; {@link Context#target} tells which. */
    public void iqSet(Name payload, Handler<Iq> handler) {
        request(new IqKey(Iq.Type.SET, payload), handler);
    }

    private void request(IqKey key, Handler<Iq> handler) {
        if (requests.putIfAbsent(key, handler) != null) {
            throw new IllegalArgumentException("Two features answer " + key.type() + " " + key.payload());
        }
    }

    /** Has something read when an account is first needed, and kept with its lane under {@code key}. */
    public <T> void account(Key<T> key, BiFunction<Tables, Jid, T> read) {
        loaded.add((tables, account) -> {
            T value = read.apply(tables, account);
            return attachments -> attachments.put(key, value);
        });
    }

    /** Has somebody told whose contacts or block list have changed, once that is durable. It must not block. */
    public void onContacts(Consumer<Jid> watcher) {
        watchers.add(watcher);
    }

    /** Tells that the contacts or the block list of an account have changed. */
    public void contactsChanged(Jid owner) {
        watchers.forEach(watcher -> watcher.accept(owner));
    }

    /** Is told of sessions that are over. */
    public void left(OnSession handler) {
        left.add(handler);
    }

    /** Announces an element in the stream features after login, for a domain. */
    public void streamFeature(Function<String, Optional<Element>> announce) {
        streamFeatures.add(announce);
    }

    /** Announces an element in the stream features before login (inside TLS), and answers requests. */
    public void beforeLogin(Element feature, Name payload, BeforeLogin handler) {
        featuresBeforeLogin.add(feature);
        beforeLogin.put(payload, handler);
    }

    /** Handles elements of a namespace at the top of the stream after login. */
    public void nonza(String ns, Nonza handler) {
        nonzas.put(ns, handler);
    }

    /** Is called about every second, on a thread that has no time to wait. */
    public void everySecond(Consumer<Instant> task) {
        everySecond.add(task);
    }

    /** What features tell service discovery. */
    public Discovery discovery() {
        return discovery;
    }

    /** What is to be called about every second. */
    public List<Consumer<Instant>> everySecond() {
        return Collections.unmodifiableList(everySecond);
    }

    private List<Handler<Stanza>> list(Side side, Phase phase, Stanza.Kind kind) {
        return at(at(at(handlers, side), phase), kind);
    }

    private static <K, V> V at(Map<K, V> full, K key) {
        return Objects.requireNonNull(full.get(key));
    }

    List<Handler<Stanza>> handlers(Side side, Phase phase, Stanza.Kind kind) {
        return list(side, phase, kind);
    }

    /** Who answers a request: a feature, or, where only the namespace is known, an error that says so (RFC 6120 section 8.3.3.3). */
    Optional<Handler<Iq>> request(Iq iq) {
        return iq.payload().map(Element::name).map(name -> {
            Handler<Iq> feature = requests.get(new IqKey(iq.type(), name));
            return feature == null && onlyItsNamespaceIsKnown(name) ? Hooks::notImplemented : feature;
        });
    }

    /** Not so for what is known in a get and comes in a set: that is another service, which does not exist. */
    private boolean onlyItsNamespaceIsKnown(Name name) {
        List<Name> known = requests.keySet().stream().map(IqKey::payload).toList();
        return !known.contains(name) && known.stream().anyMatch(one -> one.ns().equals(name.ns()));
    }

    private static Outcome notImplemented(Context ctx, Iq iq) {
        return Outcome.reject(Condition.FEATURE_NOT_IMPLEMENTED);
    }

    List<OnSession> left() {
        return left;
    }

    /** Reads everything that features keep of an account. */
    Consumer<Attachments> load(Tables tables, Jid account) {
        List<Consumer<Attachments>> values = new ArrayList<>();
        loaded.forEach(read -> values.add(read.apply(tables, account)));
        return into -> values.forEach(value -> value.accept(into));
    }

    /** What to announce on a stream of a domain after login. */
    public List<Element> streamFeatures(String domain) {
        List<Element> announced = new ArrayList<>();
        streamFeatures.forEach(feature -> feature.apply(domain).ifPresent(announced::add));
        return announced;
    }

    /** What to announce on a stream inside TLS before login. */
    public List<Element> featuresBeforeLogin() {
        return Collections.unmodifiableList(featuresBeforeLogin);
    }

    /** Who answers a request before login. */
    public Optional<BeforeLogin> beforeLogin(Name payload) {
        return Optional.ofNullable(beforeLogin.get(payload));
    }

    /** Who handles an element at the top of the stream. */
    public Optional<Nonza> nonza(String ns) {
        return Optional.ofNullable(nonzas.get(ns));
    }
}
