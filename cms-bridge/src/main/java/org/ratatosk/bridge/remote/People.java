package org.ratatosk.bridge.remote;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.cms.Tie;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a CMS tells of its members, and how they are called here: by the local parts of their addresses, which escape what no
 * address can hold (XEP-0106). What the CMS tells of while it is read for the first time is its history, and ends no account. Thread-safe.
 */
final class People {
    private static final Logger LOG = LoggerFactory.getLogger(People.class);

    private final KeptCms members;
    private final MirrorStore store;
    private final Names names;

    People(KeptCms members, MirrorStore store, Names names) {
        this.members = members;
        this.store = store;
        this.names = names;
    }

    /** By what a member logs in at the CMS. */
    String login(String name) {
        return names.login(name);
    }

    /** The same change with members as they are called here; who cannot have an account is called as there. */
    Change named(Change change) {
        if (change instanceof Change.PostChanged post) {
            return new Change.PostChanged(
                    post.id(),
                    post.link(),
                    name(post.author()),
                    post.title(),
                    post.text(),
                    post.security(),
                    post.tags(),
                    post.published(),
                    post.at());
        } else if (change instanceof Change.CommentChanged comment && comment.authorIsMember()) {
            return new Change.CommentChanged(
                    comment.id(),
                    comment.link(),
                    comment.post(),
                    comment.parent(),
                    name(comment.author()),
                    true,
                    comment.text(),
                    comment.state(),
                    comment.published(),
                    comment.at());
        } else if (change instanceof Change.Liked liked) {
            return new Change.Liked(liked.id(), name(liked.member()), liked.likes(), liked.at());
        } else if (change instanceof Change.MemberChanged member) {
            return new Change.MemberChanged(
                    member.id(),
                    name(member.name()),
                    member.displayName(),
                    member.active(),
                    member.passwordChanged(),
                    member.page(),
                    member.picture(),
                    member.presence(),
                    member.at());
        } else if (change instanceof Change.Tied tied) {
            Tie tie = tied.tie();
            return new Change.Tied(
                    new Tie(tie.kind(), name(tie.owner()), name(tie.other())),
                    tied.state(),
                    name(tied.by()),
                    tied.at());
        } else if (change instanceof Change.MemberGone member) {
            return new Change.MemberGone(member.id(), name(member.name()), member.at());
        }
        return change;
    }

    private String name(String login) {
        return names.ofLogin(login).orElse(login);
    }

    /**
     * Takes over what is news of members; anything else is passed by.
     *
     * @param live whether it happens now, and is not history
     */
    void take(List<Change> changes, boolean live) {
        for (Change change : changes) {
            if (change instanceof Change.MemberGone gone) {
                gone(gone, live);
            } else if (change instanceof Change.MemberChanged changed) {
                changed(changed, live);
            } else if (change instanceof Change.Tied tied) {
                members.tied(tied.tie(), tied.state(), tied.by(), tied.at(), live);
            }
        }
    }

    private static boolean isNews(Optional<MirrorStore.Person> was, Change change) {
        return was.filter(person -> !change.at().isAfter(person.at())).isEmpty();
    }

    private void gone(Change.MemberGone gone, boolean live) {
        Optional<MirrorStore.Person> was = store.person(gone.id());
        if (!isNews(was, gone)) {
            return;
        }
        // the name may be somebody else's by now
        boolean another =
                store.idOf(gone.name()).filter(id -> !id.equals(gone.id())).isPresent();
        if (live && !another) {
            members.remove(gone.name());
        }
        store.heard(gone.id(), new MirrorStore.Person("", false, gone.at()));
    }

    private void changed(Change.MemberChanged changed, boolean live) {
        Optional<MirrorStore.Person> was = store.person(changed.id());
        if (!isNews(was, changed)) {
            return;
        }
        if (live) {
            was.map(MirrorStore.Person::name)
                    .filter(before -> !before.isEmpty() && !before.equals(changed.name()))
                    .ifPresent(before -> renamed(before, changed.name()));
            // only what changed there: whom an admin has locked out here stays out
            if (was.map(MirrorStore.Person::active).orElse(true) != changed.active()) {
                members.setEnabled(changed.name(), changed.active());
            }
            if (changed.passwordChanged() != null) {
                members.endLogins(changed.name());
            }
        }
        members.memberIs(changed.name(), new Profile(changed.displayName(), changed.page(), changed.picture()));
        if (changed.presence() != null) {
            members.memberShowsPresence(changed.name(), changed.presence());
        }
        store.heard(changed.id(), new MirrorStore.Person(changed.name(), changed.active(), changed.at()));
    }

    private void renamed(String name, String to) {
        if (members.member(name).isEmpty()) {
            return;
        }
        try {
            members.rename(name, to);
        } catch (CmsException e) {
            if (e.temporary()) {
                throw e;
            }
            members.setEnabled(name, false);
            LOG.warn("{} is called {} at the CMS now, and is locked out here: {}", name, to, e.getMessage());
        }
    }
}
