package org.ratatosk.server.stream.s2s;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.dns.Endpoints;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Remote;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stream.Dialer;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.tls.Judge;

/** The servers of other domains: sends stanzas to them, takes theirs, and says how it stands with each. Thread-safe. */
public final class Federation implements Remote, Protocol.Factory {
    private static final Duration PING_TIME = Duration.ofSeconds(30);

    private final Parts parts;
    private final Shares shares;
    private volatile boolean closed;

    /**
     * What a federation needs.
     *
     * @param domains that are hosted
     * @param config how other servers are met
     * @param rules what other domains have to prove
     * @param limits of streams
     * @param clock the time
     * @param random makes ids
     * @param secret of the server, from which the keys of dialback are made
     * @param judge judges certificates
     * @param endpoints finds servers
     * @param dialer connects to them
     * @param hooks what features handle on streams
     * @param router takes stanzas in
     */
    public record Surroundings(
            List<String> domains,
            FederationConfig config,
            PeerRules rules,
            Limits limits,
            InstantSource clock,
            SecureRandom random,
            byte[] secret,
            Judge judge,
            Endpoints endpoints,
            Dialer dialer,
            Hooks hooks,
            Router router) {}

    /** A federation that waits for stanzas and streams. */
    public Federation(Surroundings around) {
        StreamIds ids = new StreamIds(around.random());
        Pings pings = new Pings(ids);
        this.shares = new Shares(around.config().bounds(), around.router().components()::isComponent);
        Links links = new Links(around.config().bounds(), around.clock(), pings, shares, this::seek, this::offered);
        this.parts = new Parts(
                List.copyOf(around.domains()),
                around.config(),
                around.rules(),
                around.limits(),
                around.clock(),
                ids,
                new Dialback(around.secret()),
                around.judge(),
                around.endpoints(),
                around.dialer(),
                around.hooks(),
                around.router(),
                links,
                ConcurrentHashMap.newKeySet(),
                pings,
                new Questions(),
                new Detachable());
        around.hooks().everySecond(links::tick);
    }

    @Override
    public Protocol create(Wire wire) {
        return new IncomingStream(parts, wire);
    }

    @Override
    public void send(Stanza stanza, Receipt receipt) {
        String domain = stanza.to().orElseThrow().domain();
        if (parts.rules().of(domain) == Security.BLOCKED) {
            receipt.refused(StanzaError.of(Condition.NOT_ALLOWED, domain + " is blocked on this server"));
        } else if (stanza.from().isEmpty()) {
            receipt.refused(StanzaError.of(Condition.BAD_REQUEST));
        } else {
            parts.links().send(stanza.element(), receipt);
        }
    }

    /** The way for a pair that another server has opened. */
    private Optional<ServerConnection> offered(Pair pair) {
        return parts.streams().stream()
                .filter(IncomingStream.class::isInstance)
                .map(IncomingStream.class::cast)
                .flatMap(stream -> stream.offered(pair).stream())
                .findFirst();
    }

    private void seek(Link link, @Nullable ServerConnection resumable) {
        if (closed) {
            return;
        }
        Optional<OutgoingStream> open = resumable == null ? openTo(link.pair()) : Optional.empty();
        open.ifPresentOrElse(
                stream -> stream.carry(link.pair(), taken -> {
                    if (taken) {
                        link.ready(stream.connection());
                    } else {
                        search(link, null);
                    }
                }),
                () -> search(link, resumable));
    }

    /** A stream that this server has opened for another own domain. */
    private Optional<OutgoingStream> openTo(Pair pair) {
        return parts.streams().stream()
                .filter(OutgoingStream.class::isInstance)
                .map(OutgoingStream.class::cast)
                .filter(stream -> stream.mayCarry(pair))
                .findFirst();
    }

    /** Searches as soon as there is a turn for any of those who want it. */
    private void search(Link link, @Nullable ServerConnection resumable) {
        shares.turn(link.seekers(), link::waitsItsTurn)
                .ifPresent(ended -> search(new LinkGoal(link, Optional.ofNullable(resumable), ended)));
    }

    private void search(LinkGoal goal) {
        new Search(parts, goal, failure -> {
                    goal.ended().run();
                    goal.link().failed(failure);
                })
                .begin();
    }

    /** A stream that a link sends over; {@code ended} makes room for the search of another one. */
    private record LinkGoal(Link link, Optional<ServerConnection> resumable, Runnable ended) implements Goal {
        @Override
        public Pair pair() {
            return link.pair();
        }

        @Override
        public boolean provesUs() {
            return true;
        }

        @Override
        public void ready(OutgoingStream stream) {
            ended.run();
            if (!link.ready(stream.connection())) {
                stream.done();
            }
        }

        @Override
        public void failed(Search.Failure failure) {}
    }

    // for people

    /** How it stands with all domains that there is a stream with, or that one is wanted with; in no order. */
    public List<PeerState> peers() {
        Map<Pair, Link> links = new HashMap<>();
        parts.links().all().forEach(link -> links.put(link.pair(), link));
        List<PeerState> all = new ArrayList<>();
        Set<Pair> carried = new HashSet<>();
        for (ServerStream stream : parts.streams()) {
            for (PeerState state : stream.states()) {
                Optional<Pair> pair = state.outward();
                pair.ifPresent(carried::add);
                all.add(pair.map(links::get)
                        .map(link -> state.with(link.waiting(), link.lastError()))
                        .orElse(state));
            }
        }
        links.forEach((pair, link) -> {
            boolean wanted = link.waiting() > 0 || !link.lastError().isEmpty();
            if (wanted && !carried.contains(pair)) {
                all.add(PeerState.without(pair, link.waiting(), link.lastError()));
            }
        });
        parts.links().inVain().forEach((pair, error) -> {
            if (!links.containsKey(pair) && !carried.contains(pair)) {
                all.add(PeerState.without(pair, 0, error));
            }
        });
        return List.copyOf(all);
    }

    /** Closes all streams with a domain; what waits for it comes back to its senders. */
    public void close(String domain) {
        parts.links().all().stream()
                .filter(link -> link.pair().remote().equals(domain))
                .forEach(link -> link.close("The way to " + domain + " was closed by an administrator"));
        parts.streams().stream()
                .filter(stream -> stream.states().stream()
                        .anyMatch(state -> state.domain().equals(domain)))
                .forEach(stream -> stream.inLoop(stream::end));
    }

    /**
     * Tries to reach a domain, step by step, over a stream of its own; then asks it to answer.
     *
     * @param local the own domain that asks
     * @param domain the other one
     * @param watcher is told each step as it ends, on any thread
     * @return completes when the last step has ended, well or not
     */
    public CompletionStage<Void> test(String local, String domain, Consumer<Step> watcher) {
        Pair pair = new Pair(local, domain);
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        Security security = parts.rules().of(domain);
        boolean allowed = security != Security.BLOCKED;
        watcher.accept(new Step(Step.Kind.POLICY, allowed, words(security)));
        if (!allowed) {
            return CompletableFuture.completedStage(null);
        }
        new Search(parts, new TestGoal(pair, parts.links(), watcher, reached), failure -> reached.complete(false))
                .begin();
        return reached.thenCompose(there -> there ? ping(pair, watcher) : CompletableFuture.completedStage(null));
    }

    private static String words(Security security) {
        return switch (security) {
            case SECURE -> "it has to prove itself by a certificate";
            case DIALBACK -> "it may prove itself by dialback, over TLS";
            case PLAINTEXT -> "it may prove itself by dialback, without TLS if it has none";
            case BLOCKED -> "it is blocked here";
        };
    }

    private CompletionStage<Void> ping(Pair pair, Consumer<Step> watcher) {
        return parts.pings()
                .send(pair, parts.links())
                .toCompletableFuture()
                .orTimeout(PING_TIME.toSeconds(), TimeUnit.SECONDS)
                .handle((words, failure) -> {
                    watcher.accept(new Step(Step.Kind.PING, failure == null, failure == null ? words : why(failure)));
                    return null;
                });
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? "no answer came" : cause.getMessage();
    }

    /** A stream that shows that there can be one. */
    private record TestGoal(Pair pair, Links links, Consumer<Step> watcher, CompletableFuture<Boolean> reached)
            implements Goal {
        @Override
        public boolean provesUs() {
            return true;
        }

        @Override
        public void ready(OutgoingStream stream) {
            stream.done();
            links.works(pair);
            reached.complete(true);
        }

        @Override
        public void step(Step step) {
            watcher.accept(step);
        }

        @Override
        public void failed(Search.Failure failure) {}
    }

    /**
     * Has a domain prove something else from now on than the configuration says, or what that says again; open streams with it and its
     * subdomains are closed. May block.
     *
     * @param rule empty to have the configuration hold
     */
    public void rule(String domain, Optional<Security> rule) {
        parts.rules().set(domain, rule);
        Set<String> met = new HashSet<>();
        peers().forEach(peer -> met.add(peer.domain()));
        met.stream()
                .filter(name -> name.equals(domain) || name.endsWith("." + domain))
                .forEach(this::close);
    }

    /** What domains have to prove by order of an admin, in place of what the configuration says. */
    public Map<String, Security> rules() {
        return parts.rules().all();
    }

    /** The own domains. */
    public List<String> domains() {
        return parts.domains();
    }

    /** Connects to nobody any more; open streams are closed by their sockets. */
    public void stop() {
        closed = true;
    }
}
