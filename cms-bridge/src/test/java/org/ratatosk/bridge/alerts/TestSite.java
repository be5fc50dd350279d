package org.ratatosk.bridge.alerts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.server.jid.Jid;

/** A small site in memory: members, what they write, what happened, whose addresses are whose and who is whose friend. */
public final class TestSite implements CmsAdapter, EventLog, Addresses, Visibility.Contacts, KeptNotices.Everybody {
    private static final String DOMAIN = "example.org";
    private final TestClock clock;
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<Long, Post> posts = new TreeMap<>();
    private final Map<Long, Comment> comments = new TreeMap<>();
    private final List<Entry> events = new ArrayList<>();
    private final Map<Jid, Holder> holders = new TreeMap<>();
    private final Map<Jid, Set<Jid>> shown = new TreeMap<>();
    private long numbers;
    private boolean down;
    private final Set<Jid> away = new HashSet<>();
    private final Set<Long> faulty = new HashSet<>();

    /** A site without members. */
    public TestSite(TestClock clock) {
        this.clock = clock;
    }

    /** The account of a member. */
    public static Jid home(String name) {
        return Jid.of(name + "@" + DOMAIN);
    }

    /** Adds members. */
    public synchronized void join(String... names) {
        for (String name : names) {
            Member member = new Member(name, home(name), name, Security.PUBLIC, true);
            members.put(name, member);
        }
    }

    /** Links an address to a member. */
    public synchronized void link(String name, String address, Identity.Right... rights) {
        Member member = members.get(name);
        holders.put(Jid.of(address), new Holder(member, Set.of(rights), false));
    }

    /** Gives an address up. */
    public synchronized void unlink(String address) {
        holders.remove(Jid.of(address));
    }

    /** Lets a member show presence to another. */
    public synchronized void befriend(String owner, String friend) {
        shown.computeIfAbsent(home(owner), key -> new HashSet<>()).add(home(friend));
    }

    /** Ends that. */
    public synchronized void unfriend(String owner, String friend) {
        shown.getOrDefault(home(owner), new HashSet<>()).remove(home(friend));
    }

    /** Lets every call for a post or comment fail as temporary, or no longer. */
    public synchronized void down(boolean broken) {
        down = broken;
    }

    /** Publishes a public post; its number. */
    public long post(String author, String title, String text, String... tags) {
        return post(author, title, text, Security.PUBLIC, tags);
    }

    /** Has a post of which no event tells, as one that was there before; its number. */
    public synchronized long silently(String author, String text) {
        long number = post(author, "", text);
        events.remove(events.size() - 1);
        return number;
    }

    /** Publishes a post; its number. */
    public long post(String author, String title, String text, Security security, String... tags) {
        return publish(new PostDraft(author, title, text, security, List.of(tags), ""), "")
                .number();
    }

    /** Adds a comment of a member to a post; its number. */
    public long comment(String author, long post, String text) {
        return comment(new CommentDraft(post, OptionalLong.empty(), author, true, text, false), "")
                .number();
    }

    /** Adds a comment of a member to a comment; its number. */
    public long reply(String author, long comment, String text) {
        long post = findComment(comment).orElseThrow().post();
        return comment(new CommentDraft(post, OptionalLong.of(comment), author, true, text, false), "")
                .number();
    }

    /** Holds a comment of a stranger; its number. */
    public long held(String address, long post, String text) {
        return comment(new CommentDraft(post, OptionalLong.empty(), address, false, text, true), "")
                .number();
    }

    /** Removes a post, as if it had been deleted on the site. */
    public void delete(long number) {
        delete(number, "");
    }

    @Override
    public synchronized void delete(long number, String key) {
        posts.remove(number);
        comments.remove(number);
    }

    @Override
    public synchronized Post update(long number, PostDraft draft, String key) {
        Post was = posts.get(number);
        Post post = new Post(
                number,
                was.author(),
                draft.title(),
                draft.text(),
                draft.security(),
                draft.tags(),
                draft.mood(),
                was.published(),
                was.link());
        posts.put(number, post);
        return post;
    }

    @Override
    public synchronized Comment update(long number, String text, String key) {
        return changed(comments.get(number), text, comments.get(number).state());
    }

    private Comment changed(Comment was, String text, Comment.State state) {
        Comment comment = new Comment(
                was.number(),
                was.post(),
                was.parent(),
                was.author(),
                was.authorIsMember(),
                text,
                state,
                was.published(),
                was.link());
        comments.put(was.number(), comment);
        return comment;
    }

    @Override
    public synchronized void like(long number, String member, boolean likes, String key) {
        Comment comment = comments.get(number);
        OptionalLong about = comment == null ? OptionalLong.empty() : OptionalLong.of(number);
        log(Event.Type.LIKED, comment == null ? number : comment.post(), about, member);
    }

    @Override
    public OptionalLong made(String key) {
        return OptionalLong.empty();
    }

    @Override
    public Map<Long, Integer> countLikes(List<Long> numbers) {
        return Map.of();
    }

    private void log(Event.Type type, long post, OptionalLong comment, String actor) {
        long position = events.size() + 1;
        events.add(new Entry(position, new Event("e" + position, type, post, comment, actor, clock.instant())));
    }

    /** Takes events that are not in the log yet; whether there were some. */
    public synchronized boolean happened(List<Entry> elsewhere) {
        List<Entry> fresh = elsewhere.stream()
                .filter(entry -> find(entry.event().id()).isEmpty())
                .toList();
        fresh.forEach(entry -> events.add(new Entry(events.size() + 1L, entry.event())));
        return !fresh.isEmpty();
    }

    /** Lets every call for a post fail as by a fault of the program, or no longer. */
    public synchronized void fault(long post, boolean broken) {
        if (broken) {
            faulty.add(post);
        } else {
            faulty.remove(post);
        }
    }

    private void check() {
        if (down) {
            throw new CmsException("The site sleeps.", true);
        }
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public synchronized Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    @Override
    public synchronized void updateMember(Member member) {
        members.put(member.name(), member);
        holders.replaceAll((address, holder) -> holder.member().name().equals(member.name())
                ? new Holder(member, holder.rights(), holder.home())
                : holder);
    }

    @Override
    public synchronized Post publish(PostDraft draft, String key) {
        long number = ++numbers;
        Post post = new Post(
                number,
                draft.author(),
                draft.title(),
                draft.text(),
                draft.security(),
                draft.tags(),
                draft.mood(),
                clock.instant(),
                "https://" + DOMAIN + "/" + draft.author() + "/" + number);
        posts.put(number, post);
        log(Event.Type.POST_PUBLISHED, number, OptionalLong.empty(), draft.author());
        return post;
    }

    @Override
    public synchronized Comment comment(CommentDraft draft, String key) {
        long number = ++numbers;
        Comment.State state = draft.held() ? Comment.State.HELD : Comment.State.SHOWN;
        Comment comment = new Comment(
                number,
                draft.post(),
                draft.parent(),
                draft.author(),
                draft.authorIsMember(),
                draft.text(),
                state,
                clock.instant(),
                "https://" + DOMAIN + "/" + draft.post() + "#c" + number);
        comments.put(number, comment);
        Event.Type type = draft.held() ? Event.Type.COMMENT_HELD : Event.Type.COMMENT_SHOWN;
        log(type, draft.post(), OptionalLong.of(number), draft.author());
        return comment;
    }

    @Override
    public synchronized Comment moderate(long number, Comment.State state, String key) {
        Comment old = comments.get(number);
        Comment changed = changed(old, old.text(), state);
        if (state == Comment.State.SHOWN) {
            log(Event.Type.COMMENT_SHOWN, old.post(), OptionalLong.of(number), old.author());
        }
        return changed;
    }

    @Override
    public synchronized Optional<Post> post(long number) {
        check();
        if (faulty.contains(number)) {
            throw new IllegalStateException("A fault");
        }
        return Optional.ofNullable(posts.get(number));
    }

    @Override
    public synchronized Optional<Comment> findComment(long number) {
        check();
        return Optional.ofNullable(comments.get(number));
    }

    @Override
    public synchronized List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit) {
        return comments.values().stream()
                .filter(c -> c.post() == post && states.contains(c.state()))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int commentsBefore(long post, Set<Comment.State> states, long number) {
        return (int) comments(post, states, 0, Integer.MAX_VALUE).stream()
                .filter(c -> c.number() < number)
                .count();
    }

    @Override
    public synchronized List<Comment> heldComments(String author, int offset, int limit) {
        return comments.values().stream()
                .filter(c -> c.state() == Comment.State.HELD
                        && posts.get(c.post()).author().equals(author))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Map<Long, Integer> countComments(List<Long> numbers, Comment.State state) {
        Map<Long, Integer> counts = new TreeMap<>();
        comments.values().stream()
                .filter(c -> numbers.contains(c.post()) && c.state() == state)
                .forEach(c -> counts.merge(c.post(), 1, Integer::sum));
        return counts;
    }

    @Override
    public synchronized List<Post> postsOf(String member, Sight sight, long before, int limit) {
        return latest(sight, before, Integer.MAX_VALUE).stream()
                .filter(p -> p.author().equals(member))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Post> latest(Sight sight, long before, int limit) {
        return posts.values().stream()
                .filter(p -> p.number() < before && sight.takesIn(p))
                .sorted(Comparator.comparingLong(Post::number).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Entry> after(long position, int limit) {
        return events.stream().filter(e -> e.position() > position).limit(limit).toList();
    }

    @Override
    public synchronized Optional<Entry> find(String id) {
        return events.stream().filter(e -> e.event().id().equals(id)).findFirst();
    }

    @Override
    public synchronized List<Entry> about(long number) {
        return events.stream()
                .filter(e -> e.event().type() != Event.Type.LIKED)
                .filter(e -> e.event().comment().orElse(e.event().post()) == number)
                .toList();
    }

    @Override
    public synchronized Optional<Holder> holder(Jid address) {
        Optional<Member> resident =
                address.domain().equals(DOMAIN) ? address.local().flatMap(this::member) : Optional.empty();
        return resident.map(member -> new Holder(member, Set.of(Identity.Right.values()), true))
                .or(() -> Optional.ofNullable(holders.get(address)));
    }

    @Override
    public synchronized List<Jid> of(String member) {
        List<Jid> found = new ArrayList<>();
        member(member).ifPresent(m -> found.add(m.home()));
        holders.forEach((address, holder) -> {
            if (holder.member().name().equals(member)) {
                found.add(address);
            }
        });
        return found;
    }

    /** Whether nobody is there at a member's home. */
    public synchronized void away(String name, boolean gone) {
        if (gone) {
            away.add(home(name));
        } else {
            away.remove(home(name));
        }
    }

    /** Whether nobody is there. */
    public synchronized boolean isAway(Jid home) {
        return away.contains(home);
    }

    @Override
    public synchronized void each(Consumer<Map<String, Jid>> some) {
        members.forEach((name, member) -> some.accept(Map.of(name, member.home())));
    }

    @Override
    public synchronized Set<Jid> shownTo(Jid owner) {
        return Set.copyOf(shown.getOrDefault(owner, Set.of()));
    }
}
