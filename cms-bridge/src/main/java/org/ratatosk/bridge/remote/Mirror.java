package org.ratatosk.bridge.remote;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Deed;
import org.ratatosk.bridge.remote.RemoteCms.Kind;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCms.Verdict;

/**
 * A CMS elsewhere, mirrored: what people write goes to the CMS first and then, with its event, into the bridge's tables; what
 * happens there comes in as changes. Between the two nothing is lost and nothing made twice: the same request has the same key at
 * the CMS, and what comes back to us is known by the CMS's id. Thread-safe.
 */
public final class Mirror extends KeptCms {
    /** What proves to the CMS that we act as a member. May block. Thread-safe. */
    @FunctionalInterface
    public interface Credentials {
        /** Nothing if the CMS wants none for this member. */
        Optional<RemoteCms.Credential> of(String member);

        /** The CMS refused what was done with the credential of a member: whether another one may help. */
        default boolean refused(String member) {
            return false;
        }
    }

    private final RemoteCms remote;
    private final MirrorStore store;
    private final Credentials credentials;
    private final InstantSource clock;
    private final People people;

    /** @param names how members are called */
    public Mirror(
            RemoteCms remote,
            MirrorStore store,
            Credentials credentials,
            Accounts accounts,
            Names names,
            Limits limits,
            InstantSource clock) {
        super(store, store, accounts, names, limits);
        this.remote = remote;
        this.store = store;
        this.credentials = credentials;
        this.clock = clock;
        this.people = new People(this, store, names);
    }

    @Override
    public String name() {
        return remote.name();
    }

    @Override
    public Post publish(PostDraft draft, String key) {
        check(draft);
        return store.madePost(key).orElseGet(() -> {
            needs(Power.PUBLISH, "takes no posts from here");
            Made made = as(draft.author(), author -> remote.publish(author, draft, key));
            Post post = store.made(draft, key, made, clock.instant());
            happened();
            return post;
        });
    }

    @Override
    public Comment comment(CommentDraft draft, String key) {
        check(draft);
        return store.madeComment(key).orElseGet(() -> {
            needs(Power.COMMENT, "takes no comments from here");
            String post = postId(draft.post());
            @Nullable
            String parent =
                    draft.parent().isEmpty() ? null : commentId(draft.parent().getAsLong());
            Remark remark = new Remark(post, parent, draft.text(), draft.held());
            Made made = draft.authorIsMember()
                    ? as(draft.author(), author -> remote.comment(author, remark, key))
                    : remote.comment(Author.stranger(draft.author()), remark, key);
            Comment comment = store.made(draft, key, made, clock.instant());
            happened();
            return comment;
        });
    }

    @Override
    public Post update(long number, PostDraft draft, String key) {
        check(draft);
        needs(Power.EDIT, "lets nobody change posts from here");
        String id = postId(number);
        Made made = as(draft.author(), author -> remote.edit(author, id, draft, key));
        Post post = store.edited(number, draft, made, clock.instant()).orElseThrow(() -> none("post", number));
        happened();
        return post;
    }

    @Override
    public Comment update(long number, String text, String key) {
        checkComment(text);
        needs(Power.EDIT_COMMENTS, "lets nobody change comments from here");
        String id = commentId(number);
        String wrote = store.findComment(number).map(Mirror::writer).orElseThrow(() -> none("comment", number));
        Made made = as(wrote, author -> remote.editComment(author, id, text, key));
        return store.edited(number, text, made).orElseThrow(() -> none("comment", number));
    }

    @Override
    public void delete(long number, String key) {
        Optional<Post> post = store.post(number);
        Optional<Comment> comment = store.findComment(number);
        if (post.isPresent()) {
            needs(Power.DELETE, "lets nobody take posts away from here");
            String id = postId(number);
            act(post.get().author(), author -> remote.delete(author, id, key));
        } else if (comment.isPresent()) {
            needs(Power.EDIT_COMMENTS, "lets nobody take comments away from here");
            String id = commentId(number);
            act(writer(comment.get()), author -> remote.deleteComment(author, id, key));
        }
        store.delete(number);
    }

    @Override
    public void like(long number, String member, boolean likes, String key) {
        needs(Power.LIKE, "does not keep what people like");
        Optional<String> post = store.postId(number);
        String id = post.or(() -> store.commentId(number)).orElseThrow(() -> none(number));
        Kind kind = post.isPresent() ? Kind.POST : Kind.COMMENT;
        act(member, author -> remote.like(author, kind, id, likes, key));
        store.like(number, member, likes, clock.instant());
        happened();
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        needs(Power.MODERATE, "lets nobody decide on comments from here");
        String id = commentId(number);
        String decides = store.findComment(number)
                .flatMap(comment -> store.post(comment.post()))
                .map(Post::author)
                .orElseThrow(() -> none("comment", number));
        Verdict verdict = switch (state) {
            case SHOWN -> Verdict.APPROVE;
            case HELD -> Verdict.HOLD;
            case REJECTED -> Verdict.TRASH;
            case SPAM -> Verdict.SPAM;
        };
        act(decides, author -> remote.moderate(author, id, verdict, key));
        Comment comment = store.moderate(number, state, clock.instant()).orElseThrow(() -> none("comment", number));
        happened();
        return comment;
    }

    /** Whether there is a way to keep buddies there. */
    public boolean keepsBuddies() {
        return remote.powers().contains(Power.BUDDIES);
    }

    /** Does at the CMS, as a member, what that member did about another one here. */
    public void tell(String member, Deed deed, String other, String key) {
        needs(Power.BUDDIES, "keeps no buddies");
        act(member, author -> remote.buddy(author, deed, people.login(other), key));
    }

    /** A page of all the buddies of the CMS, with members as they are called here; nothing if it keeps none. */
    public Optional<RemoteCms.Changes> buddies(String from) {
        return remote.buddies(from)
                .map(page -> new RemoteCms.Changes(
                        page.list().stream().map(people::named).toList(), page.next(), page.more()));
    }

    /**
     * Takes changes over that the CMS has pushed; durable when the call returns.
     *
     * @return how many were news
     */
    public int apply(List<Change> changes) {
        List<Change> named = changes.stream().map(people::named).toList();
        int news = store.apply(named, clock.instant());
        people.take(named, true);
        happened();
        return news;
    }

    /** Takes over what was read of the CMS's list, and how far that was. */
    void apply(RemoteCms.Changes page) {
        List<Change> named = page.list().stream().map(people::named).toList();
        people.take(named, store.isFilled());
        store.apply(new RemoteCms.Changes(named, page.next(), page.more()), clock.instant());
        happened();
    }

    /** How far the CMS's list was read. */
    String cursor() {
        return store.cursor();
    }

    /** Does something as a member; a credential that is good no longer is renewed once. */
    private <T> T as(String member, Function<Author, T> call) {
        try {
            return call.apply(author(member));
        } catch (CmsException e) {
            if (e.refused() && credentials.refused(member)) {
                return call.apply(author(member));
            }
            throw e;
        }
    }

    private void act(String member, Consumer<Author> call) {
        as(member, author -> {
            call.accept(author);
            return member;
        });
    }

    private Author author(String member) {
        return new Author(people.login(member), true, credentials.of(member).orElse(null));
    }

    private static String writer(Comment comment) {
        if (!comment.authorIsMember()) {
            throw new CmsException("The website lets only members change what they wrote. Nothing was done.", false);
        }
        return comment.author();
    }

    private void needs(Power power, String words) {
        if (!remote.powers().contains(power)) {
            throw new CmsException("The website " + words + ". Nothing was done.", false);
        }
    }

    private String postId(long number) {
        return store.postId(number).orElseThrow(() -> none("post", number));
    }

    private String commentId(long number) {
        return store.commentId(number).orElseThrow(() -> none("comment", number));
    }

    private static CmsException none(String what, long number) {
        return new CmsException("There is no " + what + " #" + number + ".", false);
    }
}
