package org.ratatosk.bridge.remote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.server.http.SafeHttp;

/**
 * Fossil's forum: the first post of a thread is a post, the others are comments. Each version of a post is an artifact that never
 * changes; the first one's name is the post's id. Fossil has no keys: who writes the same words at the same place again gets what was
 * written. Thread-safe.
 */
public final class FossilCms implements RemoteCms {
    private static final int LATEST = 250;

    private final FossilSite site;
    private final Credential reader;

    /**
     * @param url the repository's address, without a slash at the end
     * @param reader who reads for us, and writes only what is that member's own
     */
    public FossilCms(String url, Credential reader, SafeHttp http) {
        this.site = new FossilSite(url, http);
        this.reader = reader;
    }

    @Override
    public String name() {
        return "fossil";
    }

    @Override
    public Set<Power> powers() {
        return EnumSet.of(
                Power.PUBLISH,
                Power.EDIT,
                Power.DELETE,
                Power.COMMENT,
                Power.EDIT_COMMENTS,
                Power.PASSWORD,
                Power.CHANGES,
                Power.COMMENT_CHANGES,
                Power.DELETIONS);
    }

    private Credential credential(Author as) {
        Credential own = as.credential();
        if (!as.isMember()) {
            throw new CmsException("The website takes comments of its members alone. Nothing was done.", false);
        }
        if (own != null) {
            return own;
        }
        if (as.name().equals(reader.user())) {
            return reader;
        }
        throw new CmsException("The website wants a password of yours before you can write there from here.", false);
    }

    @Override
    public Made publish(Author as, PostDraft draft, String key) {
        open(draft);
        Credential member = credential(as);
        String title = title(draft);
        return written(member, null, title, draft.text())
                .orElseGet(() -> made(site.write(member, "/forume1", Map.of("title", title, "content", draft.text()))));
    }

    private static void open(PostDraft draft) {
        if (draft.security() != Security.PUBLIC) {
            throw new CmsException("The website has posts for everybody alone. Nothing was published.", false);
        }
    }

    /** A thread has to have a title. */
    private static String title(PostDraft draft) {
        String line = PlainText.line(draft.title().isEmpty() ? draft.text() : draft.title());
        return line.substring(0, line.offsetByCodePoints(0, Math.min(100, line.codePointCount(0, line.length()))));
    }

    /** What this member has written there in these words already. */
    private Optional<Made> written(Credential member, @Nullable String answers, String title, String text) {
        for (String name : site.latest(member, LATEST)) {
            Optional<FossilPost> same = site.post(member, name)
                    .filter(post -> post.before() == null && post.user().equals(member.user()))
                    .filter(post ->
                            post.text().equals(text.strip()) && post.title().equals(title))
                    .filter(post -> answers == null ? post.answers() == null : answers.equals(parent(member, post)))
                    .filter(post -> !newest(member, post.hash()).text().isEmpty());
            if (same.isPresent()) {
                return same.map(this::made);
            }
        }
        return Optional.empty();
    }

    private @Nullable String parent(Credential as, FossilPost post) {
        String answers = post.answers();
        return answers == null
                ? null
                : site.post(as, answers)
                        .map(version -> site.first(as, version).hash())
                        .orElse(answers);
    }

    /** The version of a post that is shown, as far as it was changed lately. */
    private FossilPost newest(Credential as, String id) {
        for (String name : site.latest(as, LATEST)) {
            Optional<FossilPost> version = site.post(as, name)
                    .filter(post -> site.first(as, post).hash().equals(id));
            if (version.isPresent()) {
                return version.get();
            }
        }
        return site.post(as, id).orElseThrow(() -> site.answers().refused(404, "", Optional.empty()));
    }

    private FossilPost living(Credential as, String id) {
        FossilPost post = newest(as, id);
        if (post.text().isEmpty()) {
            throw site.answers().refused(404, "", Optional.empty());
        }
        return post;
    }

    private Made made(FossilPost post) {
        return new Made(post.hash(), site.link(post.hash()), post.at(), false);
    }

    @Override
    public Made edit(Author as, String post, PostDraft draft, String key) {
        open(draft);
        return changed(as, post, title(draft), draft.text());
    }

    @Override
    public Made editComment(Author as, String comment, String text, String key) {
        return changed(as, comment, "", text);
    }

    private Made changed(Author as, String id, String title, String text) {
        Credential member = credential(as);
        FossilPost now = living(member, id);
        if (!now.user().equals(member.user())) {
            throw site.answers().refused(403, "", Optional.empty());
        }
        boolean same = now.text().equals(text.strip()) && now.title().equals(title);
        FossilPost then =
                same ? now : site.write(member, "/forume2", fields(now, "edit", title, Map.of("content", text)));
        return new Made(id, site.link(id), then.at(), false);
    }

    /** Of the first post of a thread the forum wants the title each time, and of no other. */
    private static Map<String, String> fields(FossilPost now, String action, String title, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put("fpid", now.hash());
        fields.put(action, "1");
        if (now.answers() == null) {
            fields.put("title", title);
        }
        return fields;
    }

    @Override
    public void delete(Author as, String post, String key) {
        Credential member = credential(as);
        FossilPost now = newest(member, post);
        if (!now.user().equals(member.user())) {
            throw site.answers().refused(403, "", Optional.empty());
        }
        if (!now.text().isEmpty()) {
            site.write(member, "/forume2", fields(now, "nullout", now.title(), Map.of()));
        }
    }

    @Override
    public void deleteComment(Author as, String comment, String key) {
        delete(as, comment, key);
    }

    @Override
    public Made comment(Author as, Remark remark, String key) {
        Credential member = credential(as);
        living(member, remark.post());
        String answered = remark.parent() == null ? remark.post() : remark.parent();
        return written(member, answered, "", remark.text())
                .orElseGet(() -> made(site.write(
                        member,
                        "/forume2",
                        Map.of("fpid", living(member, answered).hash(), "reply", "1", "content", remark.text()))));
    }

    @Override
    public Optional<Person> checkPassword(String user, String password) {
        return site.login(new Credential(user, password)).map(cookie -> new Person(user, user, user, Set.of()));
    }

    @Override
    public Changes changes(String cursor) {
        List<String> names = site.latest(reader, LATEST);
        int known = names.indexOf(cursor);
        List<String> fresh = new ArrayList<>(known < 0 ? names : names.subList(0, known));
        Collections.reverse(fresh);
        List<Change> changes = new ArrayList<>();
        for (String name : fresh) {
            site.post(reader, name).map(this::change).ifPresent(changes::add);
        }
        return new Changes(changes, names.isEmpty() ? cursor : names.get(0), false);
    }

    private Change change(FossilPost post) {
        FossilPost first = site.first(reader, post);
        String root = first.root();
        String id = first.hash();
        if (post.text().isEmpty()) {
            return root == null ? new Change.PostGone(id, post.at()) : new Change.CommentGone(id, post.at());
        }
        if (root == null) {
            return new Change.PostChanged(
                    id,
                    site.link(id),
                    first.user(),
                    PlainText.line(post.title()),
                    post.text(),
                    Security.PUBLIC,
                    List.of(),
                    first.at(),
                    post.at());
        }
        @Nullable String parent = parent(reader, first);
        return new Change.CommentChanged(
                id,
                site.link(id),
                root,
                root.equals(parent) ? null : parent,
                first.user(),
                true,
                post.text(),
                Comment.State.SHOWN,
                first.at(),
                post.at());
    }

    @Override
    public List<String> look() {
        if (site.login(reader).isEmpty()) {
            throw site.answers().refused(401, "", Optional.empty());
        }
        return List.of("It is a Fossil and lets us in as " + reader.user() + ". Its forum tells of "
                + site.latest(reader, LATEST).size() + " of its latest posts.");
    }
}
