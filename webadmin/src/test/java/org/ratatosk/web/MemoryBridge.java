package org.ratatosk.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.alerts.Manners;
import org.ratatosk.bridge.alerts.Notices;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.MemberDesk;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.bridge.remote.Subscriber;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.bridge.store.sql.SqlMailboxes;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.sql.Database;

/** A bridge that keeps everything in lists, for tests of the pages. Thread-safe. */
final class MemoryBridge implements Bridge {
    final String url;
    final InstantSource clock;
    final Map<String, Member> members = new LinkedHashMap<>();
    final List<Post> posts = new ArrayList<>();
    final List<Comment> comments = new ArrayList<>();
    /** How many like what. */
    final Map<Long, Integer> likes = new HashMap<>();

    final Map<String, Comment> byKey = new HashMap<>();
    final List<Identity> identities = new ArrayList<>();
    final List<LinkCode> pending = new ArrayList<>();
    final List<Subscription> subscriptions = new ArrayList<>();
    final Map<String, List<String>> suspensions = new HashMap<>();
    final List<Alert> alerts = new ArrayList<>();
    final Map<String, Trace> traces = new HashMap<>();
    final Map<String, Set<String>> friends = new HashMap<>();
    final List<String> told = new ArrayList<>();
    final Names names = new Names(List.of("example.org", "two.example"));
    final MemoryManners manners = new MemoryManners();
    final MemoryPresences presences = new MemoryPresences();
    final MemoryMailer mailer = new MemoryMailer();
    private @Nullable Mailboxes mailboxes;
    final Map<String, String> noticed = new LinkedHashMap<>();
    final MemoryBuddies buddies = new MemoryBuddies();
    final MemoryKeys keys = new MemoryKeys();

    @Nullable
    Subscriber subscriber;

    final Set<Change> heard = new LinkedHashSet<>();
    final List<String> desk = new ArrayList<>();
    boolean elsewhere = true;
    String name = "Midgard";
    int alertsCounted;
    private long last = 100;

    MemoryBridge(String url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
    }

    // what tests put in

    synchronized Member add(String login, String displayName) {
        Member member = new Member(login, names.home(login).orElseThrow(), displayName, Security.PUBLIC, true);
        members.put(login, member);
        return member;
    }

    synchronized Post publish(String author, String title, String text, Security security, String... tags) {
        last++;
        Post post = new Post(
                last, author, title, text, security, List.of(tags), "", clock.instant(), new Links(url).post(last));
        posts.add(0, post);
        return post;
    }

    synchronized Comment addComment(long post, OptionalLong parent, String author, boolean member, String text) {
        return addComment(post, parent, author, member, text, Comment.State.SHOWN);
    }

    synchronized Comment addComment(
            long post, OptionalLong parent, String author, boolean member, String text, Comment.State state) {
        last++;
        Comment comment = new Comment(
                last, post, parent, author, member, text, state, clock.instant(), new Links(url).comment(post, last));
        comments.add(comment);
        return comment;
    }

    synchronized Alert addAlert(Jid address, @Nullable String member, long number, Alert.State state, int tries) {
        long id = alerts.size() + 1L;
        Instant now = clock.instant();
        String error = state == Alert.State.DEAD ? "The server example.net does not answer." : null;
        Instant next = state == Alert.State.WAITING ? now.plusSeconds(30) : null;
        Alert alert =
                new Alert(id, "e" + id, address, member, number, "stanza-" + id, state, tries, next, error, now, now);
        alerts.add(0, alert);
        return alert;
    }

    // Bridge

    @Override
    public Jid bot() {
        return Jid.of("ratatosk@" + siteDomain());
    }

    @Override
    public String siteName() {
        return name;
    }

    @Override
    public String siteUrl() {
        return url;
    }

    @Override
    public String siteDomain() {
        return "example.org";
    }

    @Override
    public Optional<String> memberName(Jid account) {
        return names.of(account);
    }

    @Override
    public synchronized Optional<Member> member(String login) {
        return Optional.ofNullable(members.get(login));
    }

    private boolean visible(Post post, Viewer viewer) {
        String who = viewer.memberName();
        return switch (post.security()) {
            case PUBLIC -> true;
            case FRIENDS ->
                who != null
                        && (who.equals(post.author())
                                || friends.getOrDefault(post.author(), Set.of()).contains(who));
            case PRIVATE -> post.author().equals(who);
        };
    }

    @Override
    public synchronized List<Post> latest(Viewer viewer, long before, int limit) {
        return posts.stream()
                .filter(post -> post.number() < before && visible(post, viewer))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Post> posts(String member, Viewer viewer, long before, int limit) {
        return posts.stream()
                .filter(post -> post.author().equals(member) && post.number() < before && visible(post, viewer))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Post> post(long number, Viewer viewer) {
        return posts.stream()
                .filter(post -> post.number() == number && visible(post, viewer))
                .findFirst();
    }

    @Override
    public synchronized List<Comment> comments(long post, Viewer viewer, int offset, int limit) {
        return comments(post, viewer).stream().skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized int commentsBefore(long post, Viewer viewer, long number) {
        return (int) comments(post, viewer).stream()
                .filter(comment -> comment.number() < number)
                .count();
    }

    @Override
    public synchronized List<Comment> heldComments(String member, int offset, int limit) {
        return posts.stream()
                .filter(post -> post.author().equals(member))
                .flatMap(post -> comments.stream().filter(comment -> comment.post() == post.number()))
                .filter(comment -> comment.state() == Comment.State.HELD)
                .sorted(Comparator.comparingLong(Comment::number))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    private List<Comment> comments(long post, Viewer viewer) {
        Optional<Post> seen = post(post, viewer);
        return comments.stream()
                .filter(comment -> seen.isPresent() && comment.post() == post)
                .filter(comment -> comment.state() == Comment.State.SHOWN
                        || (comment.state() == Comment.State.HELD
                                && seen.get().author().equals(viewer.memberName())))
                .toList();
    }

    @Override
    public synchronized Map<Long, Integer> commentCounts(List<Post> some, Viewer viewer) {
        Map<Long, Integer> counts = new HashMap<>();
        some.forEach(post ->
                counts.put(post.number(), comments(post.number(), viewer).size()));
        return counts;
    }

    @Override
    public synchronized Map<Long, Integer> likes(List<Long> numbers) {
        Map<Long, Integer> found = new HashMap<>(likes);
        found.keySet().retainAll(numbers);
        return found;
    }

    @Override
    public synchronized void updateMember(Member member) {
        members.put(member.name(), member);
    }

    @Override
    public synchronized Comment comment(String member, long answered, String text, String key) {
        Comment before = byKey.get(key);
        if (before != null) {
            return before;
        }
        Optional<Comment> parent = comments.stream()
                .filter(comment -> comment.number() == answered)
                .findFirst();
        long post = parent.map(Comment::post).orElse(answered);
        if (post(post, Viewer.member(member)).isEmpty()) {
            throw new CmsException("There is no #" + answered + ".", false);
        }
        Comment made = addComment(
                post, parent.isPresent() ? OptionalLong.of(answered) : OptionalLong.empty(), member, true, text);
        byKey.put(key, made);
        return made;
    }

    @Override
    public synchronized Comment moderate(String member, long number, boolean show) {
        for (int i = 0; i < comments.size(); i++) {
            Comment c = comments.get(i);
            boolean own = posts.stream()
                    .anyMatch(p -> p.number() == c.post() && p.author().equals(member));
            if (c.number() == number && own) {
                Comment.State state = show ? Comment.State.SHOWN : Comment.State.REJECTED;
                Comment done = new Comment(
                        c.number(),
                        c.post(),
                        c.parent(),
                        c.author(),
                        c.authorIsMember(),
                        c.text(),
                        state,
                        c.published(),
                        c.link());
                comments.set(i, done);
                return done;
            }
        }
        throw new CmsException("There is no comment #" + number + " under a post of yours.", false);
    }

    @Override
    public synchronized List<Identity> identities(String member) {
        return identities.stream().filter(i -> i.member().equals(member)).toList();
    }

    @Override
    public synchronized List<LinkCode> pendingLinks(String member) {
        return pending.stream()
                .filter(code -> code.member().equals(member))
                .map(code -> new LinkCode(code.member(), code.address(), "", code.expires()))
                .toList();
    }

    @Override
    public synchronized LinkCode requestLink(String member, Jid address) {
        if (address.isDomain()) {
            throw new CmsException("A bare domain cannot be linked.", false);
        }
        LinkCode code = new LinkCode(
                member, address.bare(), "K7-PINE-42", clock.instant().plus(Duration.ofMinutes(30)));
        pending.add(code);
        return code;
    }

    @Override
    public synchronized void setRights(String member, Jid address, Set<Identity.Right> rights) {
        identities.replaceAll(i -> i.member().equals(member) && i.address().equals(address)
                ? new Identity(address, member, rights, i.proved(), i.proof())
                : i);
    }

    @Override
    public synchronized void unlink(String member, Jid address) {
        boolean proved = identities.removeIf(
                i -> i.member().equals(member) && i.address().equals(address));
        boolean waited =
                pending.removeIf(c -> c.member().equals(member) && c.address().equals(address));
        if (!proved && !waited) {
            throw new CmsException(address + " is not linked with you.", false);
        }
    }

    @Override
    public synchronized List<String> suspensions(String member) {
        return List.copyOf(suspensions.getOrDefault(member, List.of()));
    }

    @Override
    public synchronized void resume(String member) {
        suspensions.remove(member);
    }

    @Override
    public synchronized List<Subscription> subscriptions(String member) {
        return subscriptions.stream().filter(s -> member.equals(s.member())).toList();
    }

    @Override
    public synchronized Subscription subscribe(String member, Jid address, Target target, String value) {
        if (target == Target.MEMBER && !members.containsKey(value)) {
            throw new CmsException("There is nobody called " + value + ".", false);
        }
        Subscription made =
                new Subscription(subscriptions.size() + 1L, address, member, target, value, clock.instant());
        subscriptions.add(made);
        return made;
    }

    @Override
    public synchronized void unsubscribe(String member, long subscription) {
        subscriptions.removeIf(s -> member.equals(s.member()) && s.id() == subscription);
    }

    @Override
    public synchronized List<Identity> searchIdentities(String part, int offset, int limit) {
        return identities.stream()
                .filter(i -> i.member().contains(part) || i.address().toString().contains(part))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Subscription> searchSubscriptions(String part, int offset, int limit) {
        return subscriptions.stream()
                .filter(s -> s.address().toString().contains(part)
                        || String.valueOf(s.member()).contains(part))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Alert> alerts(Alert.@Nullable State state, int offset, int limit) {
        return alerts.stream()
                .filter(alert -> state == null || alert.state() == state)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Map<Alert.State, Integer> alertCounts() {
        alertsCounted++;
        Map<Alert.State, Integer> counts = new EnumMap<>(Alert.State.class);
        alerts.forEach(alert -> counts.merge(alert.state(), 1, Integer::sum));
        return counts;
    }

    @Override
    public synchronized Optional<Instant> oldestWaiting() {
        return alerts.stream()
                .filter(alert -> alert.state() == Alert.State.WAITING)
                .map(Alert::created)
                .min(Instant::compareTo);
    }

    @Override
    public synchronized void retry(long id) {
        alerts.replaceAll(a -> a.id() != id
                ? a
                : new Alert(
                        a.id(),
                        a.event(),
                        a.address(),
                        a.member(),
                        a.number(),
                        a.stanzaId(),
                        Alert.State.WAITING,
                        a.tries(),
                        clock.instant(),
                        null,
                        a.created(),
                        clock.instant()));
    }

    @Override
    public synchronized Trace trace(String who, long number, Function<Instant, String> times) {
        Trace trace = traces.get(who + "#" + number);
        if (trace == null) {
            return new Trace(List.of(), Trace.Outcome.NO_EVENT, "No event of #" + number + " ever came.");
        }
        String sentence = trace.sentence().replace("{now}", times.apply(clock.instant()));
        return new Trace(trace.steps(), trace.outcome(), sentence);
    }

    @Override
    public SiteKeys keys() {
        return keys;
    }

    @Override
    public MemberDesk members() {
        return new MemberDesk() {
            @Override
            public Done put(String login, @Nullable String displayName, @Nullable Boolean active) {
                desk.add("put " + login + " " + displayName + " " + active);
                return new Done(Jid.of("space\\20cadet@example.org"), desk.size() == 1);
            }

            @Override
            public void say(String login, Profile said) {
                if (!said.isSilent()) {
                    desk.add("say " + login + " " + said.page() + " " + said.picture());
                }
            }

            @Override
            public void picture(String login, byte @Nullable [] picture) {
                if (login.equals("nobody")) {
                    throw new CmsException("There is no member nobody here.", false);
                }
                desk.add("picture " + login + " " + (picture == null ? "none" : picture.length));
            }

            @Override
            public void remove(String login) {
                desk.add("remove " + login);
            }

            @Override
            public Jid rename(String login, String to) {
                if (to.equals(" ")) {
                    throw new CmsException("No address can hold it.", false);
                }
                desk.add("rename " + login + " " + to);
                return Jid.of(to + "@example.org");
            }
        };
    }

    @Override
    public Manners manners() {
        return manners;
    }

    /** The real ones, on a database in memory that is made when somebody asks. */
    @Override
    public synchronized Mailboxes mailboxes() {
        if (mailboxes == null) {
            Database database = Database.memory(List.of(SharedDatabase.SCHEMA));
            mailboxes = new Mailboxes(
                    new SqlMailboxes(new SharedDatabase(database)), mailer, "Example", new SecureRandom(), clock);
        }
        return mailboxes;
    }

    @Override
    public Buddies buddies() {
        return buddies;
    }

    @Override
    public Presences presences() {
        return presences;
    }

    /** What the site tells, one after the other; the same key again is none. */
    @Override
    public Notices notices() {
        return new Notices() {
            @Override
            public long tell(String member, Words words, String key) {
                return told(key, member + ": " + words.title() + "; " + words.text() + "; " + words.link());
            }

            @Override
            public long announce(Words words, String key) {
                return told(key, "all: " + words.title() + "; " + words.text() + "; " + words.link());
            }
        };
    }

    private synchronized long told(String key, String words) {
        noticed.putIfAbsent(key, words);
        return List.copyOf(noticed.keySet()).indexOf(key) + 1L;
    }

    @Override
    public Optional<Subscriber> subscriber() {
        return Optional.ofNullable(subscriber);
    }

    @Override
    public synchronized int hear(List<Change> changes) {
        if (!elsewhere) {
            throw new CmsException("This site has no CMS elsewhere: site.adapter names none.", false);
        }
        int before = heard.size();
        heard.addAll(changes);
        return heard.size() - before;
    }

    @Override
    public synchronized void memberAdded(Jid home) {
        told.add("added " + home);
    }

    @Override
    public synchronized void memberRemoved(Jid home) {
        told.add("removed " + home);
    }

    @Override
    public void close() {
        // nothing to close
    }
}
