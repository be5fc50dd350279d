package org.ratatosk.server.feature;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.ProfileStore.OfSite;

/** What the website of an account says of it, which its clients cannot change. Lane-confined. */
public final class SiteProfile {
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_ADDRESS = 2_000;
    private static final Key<SiteProfile> KEY = Key.of("what the website says");

    private OfSite said;

    private SiteProfile(OfSite said) {
        this.said = said;
    }

    /** Has it loaded with each account. */
    static void install(Hooks on) {
        on.account(KEY, (tables, owner) -> new SiteProfile(tables.profiles().ofSite(owner)));
    }

    private static SiteProfile in(Context ctx) {
        return ctx.state(KEY, () -> new SiteProfile(OfSite.NOTHING));
    }

    /** What it says of the lane's account. */
    static OfSite of(Context ctx) {
        return in(ctx).said;
    }

    /** The refusal of a client that wants to change what the website keeps. */
    static StanzaException kept(Context ctx, String what) {
        return new StanzaException(
                Condition.NOT_ALLOWED, "Your " + what + " is kept at " + of(ctx).site() + ": change it there");
    }

    /** Lets a client change the picture, unless the website keeps it. */
    static void pictureFree(Context ctx) {
        if (of(ctx).picture()) {
            throw kept(ctx, "picture");
        }
    }

    /**
     * The website says how its member is called, and where the member's page is.
     *
     * @param name how, or "" to leave that to the member
     * @param url where, or ""
     */
    public static Outcome say(Context ctx, String site, String name, String url) {
        requireAccount(ctx);
        if (Math.max(site.length(), url.length()) > LONGEST_ADDRESS || name.length() > LONGEST_NAME) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE,
                    "A name has " + LONGEST_NAME + " characters at most, a page's address " + LONGEST_ADDRESS);
        }
        return keep(ctx, new OfSite(site, name, url, of(ctx).picture()));
    }

    private static Outcome keep(Context ctx, OfSite anew) {
        if (anew.equals(of(ctx))) {
            return Outcome.handled();
        }
        return Outcome.stored(tables -> tables.profiles().putOfSite(ctx.account(), anew), () -> {
            in(ctx).said = anew;
            return Outcome.handled();
        });
    }

    /**
     * The website gives its member a picture, or says that it has none any more; then the member's clients may set one.
     *
     * @throws StanzaException if it is no picture that can be kept
     */
    public static Outcome picture(Context ctx, String site, byte @Nullable [] bytes) {
        requireAccount(ctx);
        OfSite old = of(ctx);
        Optional<Picture> picture = Optional.ofNullable(bytes).map(Picture::of);
        if (picture.isEmpty() && !old.picture()) {
            return Outcome.handled();
        }
        OfSite anew = new OfSite(site, old.name(), old.url(), picture.isPresent());
        return Avatars.change(
                ctx, picture.orElse(null), tables -> tables.profiles().putOfSite(ctx.account(), anew), () -> {
                    in(ctx).said = anew;
                    return Outcome.handled();
                });
    }

    private static void requireAccount(Context ctx) {
        if (ctx.owner().isEmpty()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "There is no account " + ctx.account());
        }
    }
}
