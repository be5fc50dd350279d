package org.ratatosk.server.feature;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.PepStore.Item;
import org.ratatosk.server.store.ProfileStore.OfSite;
import org.ratatosk.server.store.Store.Tables;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;
import org.ratatosk.server.xml.WrittenSize;

/**
 * XEP-0054: an account's card, for everybody who asks. The picture in it is the account's avatar, as far as the one who asks may see that; name
 * and page are those that the website says, if it does. Immutable.
 */
public final class VCard implements Feature {
    private static final String NS = "vcard-temp";
    private static final Name CARD = new Name(NS, "vCard");
    private final int maxBytes;

    /** @param maxBytes of a card without its picture */
    public VCard(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What is read for an answer. */
    private record Read(Optional<Element> card, Optional<Item> picture) {
        static Read of(Tables tables, Jid owner, Optional<String> picture) {
            return new Read(
                    tables.profiles().card(owner),
                    picture.flatMap(id -> tables.pep()
                            .item(owner, Avatars.DATA)
                            .filter(item -> item.id().equals(id))));
        }
    }

    @Override
    public Spec spec() {
        return Spec.of("0054", "1.3.0", NS);
    }

    @Override
    public void install(Hooks on) {
        SiteProfile.install(on);
        on.iqGetOfAnybody(CARD, VCard::get);
        on.iqSet(CARD, this::set);
    }

    private static Outcome get(Context ctx, Iq iq) {
        if (ctx.target() == Target.SERVER) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        Jid who = iq.from().orElse(ctx.account());
        OfSite site = SiteProfile.of(ctx);
        Optional<String> picture = Avatars.shownTo(ctx, who);
        Allowance.check(ctx);
        return Outcome.later(tables -> Read.of(tables, ctx.account(), picture), read -> {
            Element card = whole(read, site);
            // to whom an account without a card answers as one that there is not (section 3.3)
            return card.nodes().isEmpty() && ctx.target() == Target.OTHER_ACCOUNT
                    ? Outcome.reject(Condition.SERVICE_UNAVAILABLE)
                    : Allowance.used(ctx, iq.result(card));
        });
    }

    private static Element whole(Read read, OfSite site) {
        Element card = read.card().orElse(Element.of(NS, CARD.local()));
        card = said(said(card, "FN", site.name()), "URL", site.url());
        if (read.picture().isEmpty()) {
            return card;
        }
        Picture picture = Picture.of(read.picture().get().payload().text());
        return card.with(Element.builder(NS, "PHOTO")
                .child("TYPE", picture.type())
                .child("BINVAL", picture.base64())
                .build());
    }

    /** The card with what the website says in the place of what the member says. */
    private static Element said(Element card, String field, String value) {
        return value.isEmpty()
                ? card
                : card.without(child -> child.is(NS, field)).with(Element.of(NS, field, value));
    }

    private Outcome set(Context ctx, Iq iq) {
        if (ctx.target() == Target.SERVER) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        if (ctx.target() != Target.OWN_ACCOUNT || ctx.origin().isEmpty()) {
            return Outcome.reject(Condition.FORBIDDEN, "A card is changed by its owner only");
        }
        Element card = iq.payload().orElseThrow();
        Element rest = card.without(child -> child.is(NS, "PHOTO"));
        if (WrittenSize.of(rest) > maxBytes) {
            return Outcome.reject(
                    Condition.NOT_ACCEPTABLE, "A card without its picture has " + maxBytes + " bytes at most");
        }
        Optional<Picture> picture = picture(card);
        OfSite site = SiteProfile.of(ctx);
        unchanged(ctx, card, "FN", site.name(), "name");
        unchanged(ctx, card, "URL", site.url(), "page");
        Outcome answer = Outcome.reply(iq.result());
        if (site.picture()) {
            Optional<String> shown = Avatars.shownTo(ctx, ctx.account());
            if (picture.isPresent() && !picture.map(Picture::id).equals(shown)) {
                throw SiteProfile.kept(ctx, "picture");
            }
            return Outcome.stored(tables -> tables.profiles().putCard(ctx.account(), rest), () -> answer);
        }
        return Avatars.change(
                ctx, picture.orElse(null), tables -> tables.profiles().putCard(ctx.account(), rest), () -> answer);
    }

    private static void unchanged(Context ctx, Element card, String field, String kept, String what) {
        Optional<String> wanted = card.childText(NS, field).map(String::strip).filter(text -> !text.isEmpty());
        if (!kept.isEmpty() && wanted.isPresent() && !wanted.get().equals(kept)) {
            throw SiteProfile.kept(ctx, what);
        }
    }

    private static Optional<Picture> picture(Element card) {
        List<Element> photos = card.children(NS, "PHOTO");
        if (photos.size() > 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "A card has one picture at most");
        }
        if (photos.stream().anyMatch(photo -> photo.child(NS, "EXTVAL").isPresent())) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "A picture stands in the card itself (BINVAL), not elsewhere");
        }
        return photos.stream()
                .map(photo -> photo.childText(NS, "BINVAL").orElse("").strip())
                .filter(base64 -> !base64.isEmpty())
                .findFirst()
                .map(Picture::of);
    }
}
