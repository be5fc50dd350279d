package org.ratatosk.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.RefusedException;
import org.ratatosk.web.view.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of other domains: how it stands with each, and a test that goes there step by step; and the programs that have a domain
 * below one of this server's. Admins see what concerns their own domain; those of the site's main domain see all, and may close what is
 * shared. Immutable.
 */
public final class FederationPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(FederationPage.class);
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration SOON = Duration.ofDays(14);
    private static final int NAMES = 3;
    private static final Map<String, String> STEPS = Map.of(
            "policy", "Rule",
            "dns", "DNS",
            "connect", "Connection",
            "tls", "TLS",
            "certificate", "Certificate",
            "stream", "Stream",
            "ping", "Ping");
    private final Site site;
    private final Peers peers;
    private final House house;

    /** For this site. */
    public FederationPage(Site site, Peers peers, House house) {
        this.site = site;
        this.peers = peers;
        this.house = house;
    }

    /** A stream, or the want of one, as shown. */
    public record Row(
            String domain,
            String local,
            String direction,
            String address,
            String tls,
            String cipher,
            String proof,
            String names,
            @Nullable Time expires,
            boolean ends,
            int waiting,
            String error,
            @Nullable Time since) {}

    /** What an admin has said of a domain, as shown. */
    public record RuleView(String domain, String words, boolean blocked) {}

    /** A program with a domain of its own, as shown. */
    public record ComponentView(String domain, List<LineView> lines, int allowed, int waiting, String error) {}

    /** A connection of a program as shown. */
    public record LineView(String address, Time since) {}

    /** A step of a test as shown. */
    public record StepView(String name, boolean done, String words) {}

    @Override
    public String path() {
        return "/console/federation";
    }

    @Override
    public Access access() {
        return Access.ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, "", List.of(), null);
    }

    @Override
    public Answer post(Call call) {
        String text = call.form().text("domain");
        Optional<String> domain = Jid.parse(text).filter(Jid::isDomain).map(Jid::domain);
        if (domain.isEmpty()) {
            return show(call, 422, text, List.of(), "That is no domain. It has to look like example.net.");
        }
        if (site.admin().domains().contains(domain.get())) {
            return show(call, 422, text, List.of(), domain.get() + " is a domain of this server itself.");
        }
        return switch (call.form().text("action")) {
            case "test" -> show(call, 200, domain.get(), test(Console.domain(call), domain.get()), null);
            case "close" -> close(call, domain.get());
            case "close-component" -> closeComponent(call, domain.get());
            case "rule" -> rule(call, domain.get());
            default -> throw Refusal.unknown();
        };
    }

    private Answer close(Call call, String domain) {
        requireMain(call);
        peers.close(domain);
        LOG.info("{} closed the streams with {}", call.requireVisitor().jid(), domain);
        return Done.then(path(), "closed");
    }

    private Answer closeComponent(Call call, String domain) {
        requireMain(call);
        house.closesComponent().accept(domain);
        LOG.info(
                "{} closed the connections of the component {}",
                call.requireVisitor().jid(),
                domain);
        return Done.then(path(), "component");
    }

    private Answer rule(Call call, String domain) {
        requireMain(call);
        String word = call.form().text("rule");
        Optional<Peers.Rule> rule = switch (word) {
            case "configured" -> Optional.empty();
            case "certificate" -> Optional.of(Peers.Rule.CERTIFICATE);
            case "dialback" -> Optional.of(Peers.Rule.DIALBACK);
            case "blocked" -> Optional.of(Peers.Rule.BLOCKED);
            default -> throw Refusal.unknown();
        };
        try {
            peers.rule(domain, rule);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e);
        }
        LOG.info("{} set the rule for {}: {}", call.requireVisitor().jid(), domain, word);
        return Done.then(path(), "rule");
    }

    private static void requireMain(Call call) {
        if (!call.requireVisitor().ofMain()) {
            throw new Refusal(403, "Other domains of this server may need that connection.");
        }
    }

    /** The steps that a test has gone within the time that a person waits for a page. */
    private List<StepView> test(String local, String domain) {
        List<StepView> steps = new CopyOnWriteArrayList<>();
        try {
            peers.test(local, domain, step -> steps.add(view(step)))
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            steps.add(new StepView("Time", false, "it was not over after " + PATIENCE_SECONDS + " seconds"));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The web is stopping", e);
        }
        return List.copyOf(steps);
    }

    private static StepView view(Peers.Step step) {
        return new StepView(STEPS.getOrDefault(step.name(), step.name()), step.done(), step.words());
    }

    private Answer show(Call call, int status, String asked, List<StepView> steps, @Nullable String problem) {
        Map<String, Object> model =
                new HashMap<>(Console.rows(call, (part, offset, limit) -> find(call, part, offset, limit), this::row));
        model.put("tab", "federation");
        model.put("enabled", peers.enabled());
        model.put("rules", rules(call));
        model.put("components", components(call));
        model.put("asked", asked);
        model.put("ruled", call.form().first("rule").isPresent() && problem != null ? asked : "");
        model.put("steps", steps);
        model.put("reached", steps.stream().allMatch(StepView::done));
        model.put("problem", problem);
        return Console.show(site, call, status, "FederationPage.ftlh", "Federation", model);
    }

    private List<ComponentView> components(Call call) {
        boolean all = call.requireVisitor().ofMain();
        return house.components().get().stream()
                .filter(one -> all || one.domain().endsWith("." + Console.domain(call)))
                .map(one -> new ComponentView(
                        one.domain(),
                        one.connections().stream()
                                .map(line -> new LineView(line.address(), site.time(line.since())))
                                .toList(),
                        one.allowed(),
                        one.waiting(),
                        one.lastError()))
                .toList();
    }

    private List<RuleView> rules(Call call) {
        if (!call.requireVisitor().ofMain()) {
            return List.of();
        }
        return peers.rules().entrySet().stream()
                .map(one -> new RuleView(one.getKey(), words(one.getValue()), one.getValue() == Peers.Rule.BLOCKED))
                .toList();
    }

    private static String words(Peers.Rule rule) {
        return switch (rule) {
            case CERTIFICATE -> "has to show a certificate";
            case DIALBACK -> "may prove itself by dialback";
            case PLAINTEXT -> "may do without encryption";
            case BLOCKED -> "is blocked, with its subdomains";
        };
    }

    private List<Peers.Peer> find(Call call, String part, int offset, int limit) {
        boolean all = call.requireVisitor().ofMain();
        return peers.all().stream()
                .filter(peer -> all || peer.local().equals(Console.domain(call)))
                .filter(peer -> peer.domain().contains(part) || peer.address().contains(part))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    private Row row(Peers.Peer peer) {
        int space = peer.tls().indexOf(' ');
        Instant expires = peer.certificateExpires();
        List<String> names = peer.certificateNames();
        String more = names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "";
        return new Row(
                peer.domain(),
                peer.local(),
                switch (peer.direction()) {
                    case IN -> "from them";
                    case OUT -> "to them";
                    case BOTH -> "both ways";
                },
                peer.address(),
                space < 0 ? peer.tls() : peer.tls().substring(0, space),
                space < 0 ? "" : peer.tls().substring(space + 1),
                peer.proof(),
                String.join(", ", names.subList(0, Math.min(NAMES, names.size()))) + more,
                site.timeOrNull(expires),
                expires != null && expires.isBefore(site.clock().instant().plus(SOON)),
                peer.waiting(),
                peer.lastError(),
                site.timeOrNull(peer.since()));
    }
}
