package org.ratatosk.bridge.alerts;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Addresses.Holder;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidEscaping;

/**
 * What people want to hear of, asked for and given up. Calls throw {@link CmsException} with a sentence for the person who asked.
 * Thread-safe; blocks on the database and the CMS.
 */
public final class Subscriptions {
    private static final int MAX_TAG = 100;

    /**
     * What came of a wish.
     *
     * @param subscription as it is kept
     * @param fresh whether it was not there before
     */
    public record Result(Subscription subscription, boolean fresh) {}

    private final SubscriptionStore store;
    private final CmsAdapter cms;
    private final Addresses addresses;
    private final Visibility visibility;
    private final AlertSettings settings;
    private final InstantSource clock;

    /**
     * @param store where they are kept
     * @param cms where members and posts are found
     * @param addresses whose addresses are whose
     * @param visibility who may see what
     * @param settings how many there may be
     * @param clock for the time of each
     */
    public Subscriptions(
            SubscriptionStore store,
            CmsAdapter cms,
            Addresses addresses,
            Visibility visibility,
            AlertSettings settings,
            InstantSource clock) {
        this.store = store;
        this.cms = cms;
        this.addresses = addresses;
        this.visibility = visibility;
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds a subscription at an address of a member, or at one that belongs to nobody ({@code null}). */
    public Result subscribe(@Nullable String member, Jid address, Topic wish) {
        checkAddress(member, address);
        Topic topic = resolve(member, wish);
        int quota = member == null ? settings.subscriptionsPerStranger() : settings.subscriptionsPerMember();
        implied(member);
        SubscriptionStore.Added added = store.add(address, member, topic, quota, clock.instant());
        if (added == SubscriptionStore.Added.FULL) {
            throw new CmsException(
                    "You have " + quota + " subscriptions already, and more are not possible. Give one up first.",
                    false);
        }
        Subscription kept = store.find(address, topic)
                .orElseThrow(() -> new CmsException("It was given up at the same moment. Please try again.", true));
        return new Result(kept, added == SubscriptionStore.Added.NEW);
    }

    private void checkAddress(@Nullable String member, Jid address) {
        Optional<Holder> holder = addresses.holder(address);
        if (!holder.map(h -> h.member().name()).equals(Optional.ofNullable(member))) {
            throw new CmsException(address + " is not an address of yours.", false);
        }
        if (holder.filter(h -> !h.rights().contains(Right.ALERTS)).isPresent()) {
            throw new CmsException(
                    "Alerts are not among the rights of " + address + ". You can change that on the site.", false);
        }
    }

    /** What a wish means to somebody: checked, and written as it is kept. */
    private Topic resolve(@Nullable String member, Topic wish) {
        Target target = wish.target();
        if (member == null && target.who() == Target.Who.MEMBERS) {
            throw new CmsException("Only members can hear of " + target.example() + ".", false);
        }
        return switch (target.argument()) {
            case NONE -> new Topic(target, "");
            case SELF -> new Topic(target, String.valueOf(member));
            case TAG -> new Topic(target, tag(wish.value()));
            case POST -> post(wish.value(), new Viewer(member));
            case COMMENT -> new Topic(target, comment(wish.value(), new Viewer(member)));
            case MEMBER -> member(target, wish.value(), member);
            case MEMBER_AND_TAG -> {
                String[] parts = (wish.value() + " ").split(" ", 2);
                yield Topic.tagged(member(Target.MEMBER, parts[0], member).value(), tag(parts[1]));
            }
        };
    }

    private static String tag(String words) {
        String tag = words.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (tag.isEmpty() || tag.length() > MAX_TAG) {
            throw new CmsException("A tag has 1 to " + MAX_TAG + " characters.", false);
        }
        return tag;
    }

    private Topic post(String words, Viewer viewer) {
        long number = number(words);
        Optional<Post> post = cms.post(number);
        if (post.isEmpty()) {
            Optional<Comment> comment = cms.findComment(number);
            post = comment.flatMap(c -> cms.post(c.post()).filter(p -> visibility.sees(viewer, p, c)));
        }
        return post.filter(p -> visibility.sees(viewer, p))
                .map(p -> new Topic(Target.POST, Long.toString(p.number())))
                .orElseThrow(() -> new CmsException("There is no #" + words + " that you can see.", false));
    }

    private String comment(String words, Viewer viewer) {
        return cms.findComment(number(words))
                .filter(c -> cms.post(c.post())
                        .filter(post -> visibility.sees(viewer, post, c))
                        .isPresent())
                .map(c -> Long.toString(c.number()))
                .orElseThrow(() -> new CmsException("There is no comment #" + words + " that you can see.", false));
    }

    private static long number(String words) {
        try {
            return Long.parseLong(words);
        } catch (NumberFormatException e) {
            throw new CmsException("A post is named by its number, as in #12.", false);
        }
    }

    private Topic member(Target target, String words, @Nullable String asking) {
        Member found =
                named(words).orElseThrow(() -> new CmsException("There is nobody called " + words + " here.", false));
        if (!found.name().equals(asking)) {
            return new Topic(target, found.name());
        }
        if (target == Target.JOURNAL_COMMENTS) {
            return new Topic(Target.OWN_POSTS, found.name());
        }
        throw new CmsException("Those are your own posts: you know of them already.", false);
    }

    private Optional<Member> named(String words) {
        return cms.member(words)
                .or(() -> cms.member(words.toLowerCase(Locale.ROOT)))
                .or(() -> words.indexOf('@') < 0
                        ? Optional.empty()
                        : Jid.parse(words)
                                .flatMap(jid -> addresses.holder(jid.bare()))
                                .filter(Holder::home)
                                .map(Holder::member))
                .or(() -> JidEscaping.local(words).flatMap(cms::member));
    }

    /** Removes a subscription at an address; whether there was one. */
    public boolean unsubscribe(@Nullable String member, Jid address, Topic wish) {
        implied(member);
        for (Topic topic : readings(member, wish)) {
            if (store.remove(address, topic, clock.instant())) {
                return true;
            }
        }
        return false;
    }

    /** What a wish to give up may mean: what it names may be gone by now, or be named in another way. */
    private List<Topic> readings(@Nullable String member, Topic wish) {
        return switch (wish.target().argument()) {
            case SELF -> List.of(new Topic(wish.target(), String.valueOf(member)));
            case TAG -> List.of(new Topic(wish.target(), tag(wish.value())));
            case MEMBER -> List.of(wish, new Topic(wish.target(), nameOf(wish.value())));
            case MEMBER_AND_TAG -> {
                String[] parts = (wish.value() + " ").split(" ", 2);
                yield List.of(Topic.tagged(parts[0], tag(parts[1])), Topic.tagged(nameOf(parts[0]), tag(parts[1])));
            }
            case POST -> List.of(wish, new Topic(Target.POST, ofComment(wish.value())));
            case NONE, COMMENT -> List.of(wish);
        };
    }

    private String nameOf(String words) {
        return named(words).map(Member::name).orElse("");
    }

    private String ofComment(String words) {
        return cms.findComment(number(words)).map(c -> Long.toString(c.post())).orElse("");
    }

    /** Removes a subscription of a member by its number. */
    public void unsubscribe(String member, long id) {
        if (!store.remove(member, id, clock.instant())) {
            throw new CmsException("That subscription is not there any more.", false);
        }
    }

    /** The subscriptions of a member at all addresses, those that members have without asking included. */
    public List<Subscription> ofMember(String member) {
        implied(member);
        return store.ofMember(member);
    }

    /** The subscriptions at an address of a member, or at one that belongs to nobody ({@code null}). */
    public List<Subscription> at(@Nullable String member, Jid address) {
        implied(member);
        return store.at(address);
    }

    private void implied(@Nullable String member) {
        if (member != null) {
            cms.member(member).ifPresent(m -> store.addGiven(member, m.home(), clock.instant()));
        }
    }

    /** Whether an address is switched off. */
    public boolean isOff(Jid address) {
        return store.offSince(address).isPresent();
    }

    /** Switches an address off or on; whether that changed anything. */
    public boolean setOff(Jid address, boolean off) {
        return store.setOff(address, off, clock.instant());
    }
}
