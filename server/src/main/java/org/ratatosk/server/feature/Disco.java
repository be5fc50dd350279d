package org.ratatosk.server.feature;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** XEP-0030: what the server and its accounts are and can do. Accounts answer their owners and subscribers only. Immutable. */
public final class Disco implements Feature {
    private static final Name ITEMS = new Name("http://jabber.org/protocol/disco#items", "query");

    @Override
    public Spec spec() {
        return Spec.of("0030", "2.5.0", DiscoInfo.QUERY.ns(), ITEMS.ns());
    }

    @Override
    public void install(Hooks on) {
        DiscoInfo info = new DiscoInfo(on);
        on.iq(Side.RECIPIENT, Phase.GUARD, (ctx, iq) -> shown(on, ctx, iq));
        on.iqGet(DiscoInfo.QUERY, (ctx, iq) -> info(info, ctx, iq));
        on.iqGet(ITEMS, (ctx, iq) -> items(on, ctx, iq));
    }

    private static Outcome info(DiscoInfo info, Context ctx, Iq iq) {
        Optional<String> node = iq.payload().orElseThrow().attr("node");
        if (ctx.target() != Target.SERVER) {
            return node.isPresent()
                    ? Outcome.reject(Condition.ITEM_NOT_FOUND)
                    : Outcome.reply(iq.result(info.ofAccount()));
        }
        String domain = iq.to().orElseThrow().domain();
        boolean known = node.isEmpty() || node.get().equals(ServerCaps.NODE + "#" + info.version(domain));
        return known
                ? Outcome.reply(iq.result(info.ofDomain(domain, node.orElse(null))))
                : Outcome.reject(Condition.ITEM_NOT_FOUND);
    }

    private static Outcome items(Hooks on, Context ctx, Iq iq) {
        if (iq.payload().orElseThrow().attr("node").isPresent()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND);
        }
        Element.Builder query = Element.builder(ITEMS);
        if (ctx.target() == Target.SERVER) {
            ctx.subdomains(iq.to().orElseThrow().domain())
                    .forEach(jid -> query.child(
                            Element.builder(ITEMS.ns(), "item").attr("jid", jid).build()));
        } else {
            query.children(on.discovery().items(ctx, iq.from().orElse(ctx.account())));
        }
        return Outcome.reply(iq.result(query.build()));
    }

    /**
     * To a stranger an account answers every request but those that anybody may ask just as one that does not exist, so that nobody can find
     * out names.
     */
    private static Outcome shown(Hooks on, Context ctx, Iq iq) {
        boolean hidden = iq.isRequest()
                && !on.isOfAnybody(iq)
                && ctx.target() == Target.OTHER_ACCOUNT
                && iq.to().filter(Jid::isBare).isPresent()
                && !iq.from().filter(from -> isKnown(ctx, from)).isPresent();
        return hidden ? Outcome.reject(Condition.SERVICE_UNAVAILABLE) : Outcome.pass();
    }

    /** Whether somebody may know that the account is there. */
    static boolean isKnown(Context ctx, Jid from) {
        return ctx.isComponent(from)
                || from.bare().equals(ctx.account())
                || Contacts.of(ctx).subscription(from).isFrom();
    }
}
