package org.ratatosk.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.admin.SoughtDomain;
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
    private static final Duration SOON = Duration.ofDays(14);
    private static final int NAMES = 3;
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
        return show(call, 200, "", DomainTest.NONE, null);
    }

    @Override
    public Answer post(Call call) {
        String text = call.form().text("domain");
        String action = call.form().text("action");
        // A rule is for all of a domain, so it is to be named as such.
        Optional<SoughtDomain> domain = SoughtDomain.of(text)
                .filter(one -> action.equals("test") || one.note().isEmpty());
        if (domain.isEmpty()) {
            return show(call, 422, text, DomainTest.NONE, "That is no domain. It has to look like example.net.");
        }
        if (site.admin().domains().contains(domain.get().domain())) {
            String words = domain.get().domain() + " is a domain of this server itself.";
            return show(call, 422, text, DomainTest.NONE, words);
        }
        return act(call, action, domain.get());
    }

    private Answer act(Call call, String action, SoughtDomain sought) {
        String domain = sought.domain();
        return switch (action) {
            case "test" -> show(call, 200, domain, DomainTest.of(peers, Console.domain(call), sought), null);
            case "close" -> close(call, domain);
            case "close-component" -> closeComponent(call, domain);
            case "rule" -> rule(call, domain);
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

    private Answer show(Call call, int status, String asked, DomainTest test, @Nullable String problem) {
        Map<String, Object> model =
                new HashMap<>(Console.rows(call, (part, offset, limit) -> find(call, part, offset, limit), this::row));
        Optional<Lookout.World> world = house.lookout().world(Duration.ZERO);
        model.put("tab", "federation");
        model.put("enabled", peers.enabled());
        model.put("rules", rules(call));
        model.put("components", components(call));
        model.put("asked", asked);
        model.put("ruled", call.form().first("rule").isPresent() && problem != null ? asked : "");
        model.put("test", test);
        model.put("looked", world.isPresent());
        model.put("world", world.map(FederationPage::troubles).orElse(List.of()));
        model.put("problem", problem);
        return Console.show(site, call, status, "FederationPage.ftlh", "Federation", model);
    }

    /** What is well is told by the first steps. */
    private static List<Found> troubles(Lookout.World world) {
        return Stream.concat(world.domains().stream(), world.certificates().stream())
                .filter(one -> one.mark() != Lookout.Finding.Mark.GOOD)
                .map(Found::of)
                .toList();
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
