package org.ratatosk.server.feature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.xml.Element;

/**
 * XEP-0115, the reading side: what clients want to hear of, which is what they announce with {@code +notify} (XEP-0163 section 4.2). A
 * fingerprint that nobody has shown yet is asked for, one question per client at a time; an answer that fits its fingerprint holds for all
 * clients that show it, any other for the client alone that gave it. Thread-safe; all but the fingerprints lies with lane and session.
 */
public final class ClientCaps implements Feature {
    private static final String NS = "http://jabber.org/protocol/caps";
    private static final String NOTIFY = "+notify";
    private static final int MOST_NODES = 100;
    private static final int LONGEST_NODE = 500;
    private static final int MOST_QUESTIONS = 200;
    private static final Key<String> SHOWN = Key.of("fingerprint");
    private static final Key<Map<String, Question>> QUESTIONS = Key.of("questions for what clients can");

    /** What a client was asked. */
    private record Question(Jid client, Fingerprint about) {}

    /** What a client shows in its presence. */
    private record Fingerprint(String node, String ver) {}

    private final Cache<String, Set<String>> known;

    /** @param remembered how many fingerprints are kept with what they stand for */
    public ClientCaps(int remembered) {
        this.known = Caffeine.newBuilder()
                .maximumSize(remembered)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Spec spec() {
        return Spec.of("0115", "1.6.0");
    }

    @Override
    public void install(Hooks on) {
        on.presence(Side.SENDER, Phase.COPY, this::sent);
        on.presence(Side.RECIPIENT, Phase.COPY, this::arrived);
        on.iq(Side.RECIPIENT, Phase.HANDLE, this::answered);
        on.left((ctx, client) -> {
            forget(ctx, client.jid());
            return Outcome.handled();
        });
    }

    private Outcome sent(Context ctx, Presence presence) {
        if (presence.type() == Presence.Type.SUBSCRIBED && presence.to().isPresent()) {
            return toSubscriber(ctx, presence.to().get());
        }
        if (presence.to().isPresent() || ctx.origin().isEmpty()) {
            return Outcome.pass();
        }
        Session client = ctx.origin().get();
        Optional<Fingerprint> shown = fingerprint(presence);
        String ver = shown.map(Fingerprint::ver).orElse("");
        if (presence.type() == Presence.Type.UNAVAILABLE || shown.isEmpty()) {
            client.attachments().remove(SHOWN);
            forget(ctx, client.jid());
            Interests.put(client, Set.of());
            return Outcome.pass();
        }
        if (client.attachments().find(SHOWN).filter(ver::equals).isPresent()) {
            return Outcome.pass();
        }
        client.attachments().put(SHOWN, ver);
        Set<String> nodes = known.getIfPresent(ver);
        return nodes == null ? ask(ctx, client.jid(), shown.get()) : wants(ctx, client, nodes);
    }

    /** Presence of contacts on other servers; those on this one are looked after in their own lanes. */
    private Outcome arrived(Context ctx, Presence presence) {
        Jid from = presence.from().orElse(ctx.account());
        if (ctx.owner().isEmpty() || !Contacts.of(ctx).subscription(from).isFrom()) {
            return Outcome.pass();
        }
        if (presence.type() == Presence.Type.SUBSCRIBE) {
            return toSubscriber(ctx, from);
        }
        if (ctx.hosts(from.domain()) || !from.isFull()) {
            return Outcome.pass();
        }
        Optional<Fingerprint> shown = fingerprint(presence);
        if (presence.type() != Presence.Type.AVAILABLE || shown.isEmpty()) {
            forget(ctx, from);
            Interests.elsewhere(ctx).put(from, Set.of());
            return Outcome.pass();
        }
        Set<String> nodes = known.getIfPresent(shown.get().ver());
        return nodes == null ? ask(ctx, from, shown.get()) : wants(ctx, from, nodes);
    }

    private static Optional<Fingerprint> fingerprint(Presence presence) {
        return presence.element()
                .child(NS, "c")
                .filter(c -> c.attr("hash").filter("sha-1"::equals).isPresent())
                .flatMap(c ->
                        c.attr("ver").map(ver -> new Fingerprint(c.attr("node").orElse(""), ver)));
    }

    private static Outcome ask(Context ctx, Jid client, Fingerprint about) {
        Map<String, Question> questions = ctx.state(QUESTIONS, HashMap::new);
        forget(ctx, client);
        if (questions.size() >= MOST_QUESTIONS) {
            return Outcome.pass();
        }
        String id = ctx.newId();
        questions.put(id, new Question(client, about));
        Element query = Element.builder(DiscoInfo.QUERY)
                .attr("node", about.node() + "#" + about.ver())
                .build();
        return Outcome.pass().route(Iq.request(Iq.Type.GET, id, ctx.account(), client, query));
    }

    private static void forget(Context ctx, Jid client) {
        ctx.state(QUESTIONS, HashMap::new)
                .values()
                .removeIf(question -> question.client().equals(client));
    }

    private Outcome answered(Context ctx, Iq iq) {
        Jid from = iq.from().orElse(ctx.account());
        Map<String, Question> questions = ctx.state(QUESTIONS, HashMap::new);
        String id = iq.id().orElse("");
        Question question = iq.isRequest() ? null : questions.get(id);
        if (question == null || !question.client().equals(from)) {
            return Outcome.pass();
        }
        questions.remove(id);
        Optional<Element> info = iq.payload().filter(query -> query.name().equals(DiscoInfo.QUERY));
        if (iq.isError() || info.isEmpty()) {
            return Outcome.handled();
        }
        Set<String> nodes = nodes(info.get());
        if (fits(info.get(), question.about().ver())) {
            known.put(question.about().ver(), nodes);
        }
        Optional<Session> own = ctx.sessions().stream()
                .filter(client -> client.jid().equals(from))
                .findAny();
        Outcome told = own.isPresent() ? wants(ctx, own.get(), nodes) : wants(ctx, from, nodes);
        return Outcome.handled().and(told);
    }

    /** Whether what a client says is what its fingerprint stands for; names that could hide others in them never fit (section 5.4). */
    private static boolean fits(Element info, String ver) {
        boolean plain = info.children().stream()
                .flatMap(part -> part.attrs().values().stream())
                .noneMatch(value -> value.contains("<"));
        return plain && DiscoInfo.version(info).equals(ver);
    }

    private static Set<String> nodes(Element info) {
        return info.children(DiscoInfo.QUERY.ns(), "feature").stream()
                .map(feature -> feature.attr("var").orElse(""))
                .filter(feature -> feature.endsWith(NOTIFY) && feature.length() <= LONGEST_NODE + NOTIFY.length())
                .map(feature -> feature.substring(0, feature.length() - NOTIFY.length()))
                .limit(MOST_NODES)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** One of the account's own clients; it is told of the account's nodes and, in their lanes, of those of contacts on this server. */
    private static Outcome wants(Context ctx, Session client, Set<String> nodes) {
        Set<String> fresh = without(nodes, Interests.of(client));
        if (!client.isAvailable()) {
            return Outcome.pass();
        }
        Interests.put(client, nodes);
        if (fresh.isEmpty()) {
            return Outcome.pass();
        }
        Stream<Jid> contacts = Contacts.of(ctx).items().stream()
                .filter(item -> item.subscription().isTo())
                .map(RosterItem::contact)
                .filter(contact -> ctx.hosts(contact.domain()) && !ctx.isComponent(contact));
        Jid to = client.jid();
        Outcome outcome = Outcome.pass();
        for (Jid publisher : Stream.concat(Stream.of(ctx.account()), contacts).toList()) {
            outcome = outcome.then(() -> ctx.inLane(publisher, there -> PepEvents.last(there, to, fresh)));
        }
        return outcome;
    }

    /** A client of a contact on another server. */
    private static Outcome wants(Context ctx, Jid client, Set<String> nodes) {
        Set<String> fresh = without(nodes, Interests.elsewhere(ctx).of(client));
        Interests.elsewhere(ctx).put(client, nodes);
        return fresh.isEmpty() ? Outcome.pass() : last(ctx, client, fresh);
    }

    /** Whoever may see the account's presence from now on, if they may, hears of what stands at its nodes; clients hear of what they want. */
    private static Outcome toSubscriber(Context ctx, Jid contact) {
        Set<String> all =
                PepNodes.of(ctx).all().stream().map(node -> node.name()).collect(Collectors.toSet());
        return all.isEmpty() ? Outcome.pass() : last(ctx, contact.bare(), all);
    }

    private static Outcome last(Context ctx, Jid to, Set<String> nodes) {
        return Outcome.pass().then(() -> ctx.inLane(ctx.account(), later -> PepEvents.last(later, to, nodes)));
    }

    private static Set<String> without(Set<String> all, Set<String> known) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(known);
        return Set.copyOf(rest);
    }
}
