package org.ratatosk.web.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;

/** What a member hears of, and at which address. Immutable. */
public final class SubscriptionsPage implements FormPage {
    private final Site site;

    /** For this site. */
    public SubscriptionsPage(Site site) {
        this.site = site;
    }

    /** A subscription as shown. */
    public record Row(long id, String what, @Nullable String link, String address, Time created) {}

    @Override
    public String path() {
        return "/me/subscriptions";
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, null);
    }

    @Override
    public Answer post(Call call) {
        String member = call.requireVisitor().name();
        try {
            return switch (call.form().text("action")) {
                case "remove" -> {
                    long id = call.form().number("id").orElseThrow(() -> new Refusal(400, "Which one?"));
                    site.bridge().unsubscribe(member, id);
                    yield Done.then(path(), "unsubscribed");
                }
                case "resume" -> {
                    site.bridge().resume(member);
                    yield Done.then(path(), "resumed");
                }
                case "add" -> {
                    String problem = add(call, member);
                    yield problem == null ? Done.then(path(), "subscribed") : show(call, 422, problem);
                }
                default -> throw Refusal.unknown();
            };
        } catch (CmsException e) {
            return show(call, 422, e.getMessage());
        }
    }

    private @Nullable String add(Call call, String member) {
        Optional<Jid> address =
                Jid.parse(call.form().text("at")).filter(jid -> addresses(call).contains(jid.toString()));
        if (address.isEmpty()) {
            return "Alerts can only go to an address of yours.";
        }
        String value = call.form().text("value");
        Target target = Wishes.target(call.form().text("target")).orElseThrow(Refusal::unknown);
        boolean named = target.argument().isSaid();
        if (named && value.isEmpty()) {
            return "Say which one: a member's name, a post's number or a tag.";
        }
        site.bridge()
                .subscribe(
                        member,
                        address.get(),
                        target,
                        named ? value.replaceFirst("^#", "").replaceFirst("\\s+(tag\\s+)?#?", " ") : "");
        return null;
    }

    private List<String> addresses(Call call) {
        List<String> all = new ArrayList<>();
        all.add(call.requireVisitor().jid().toString());
        site.bridge().identities(call.requireVisitor().name()).stream()
                .filter(identity -> identity.rights().contains(Identity.Right.ALERTS))
                .forEach(identity -> all.add(identity.address().toString()));
        return all;
    }

    private Answer show(Call call, int status, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "subscriptions");
        model.put("addresses", addresses(call));
        model.put(
                "rows",
                site.bridge().subscriptions(call.requireVisitor().name()).stream()
                        .map(this::row)
                        .toList());
        model.put("suspensions", site.bridge().suspensions(call.requireVisitor().name()));
        model.put("target", call.form().text("target"));
        model.put("targets", Wishes.options());
        model.put("at", call.form().text("at"));
        model.put("value", call.form().first("value").orElse(""));
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "SubscriptionsPage.ftlh", "Subscriptions", model));
    }

    private Row row(Subscription one) {
        return new Row(
                one.id(), Wishes.words(one), Wishes.link(one), one.address().toString(), site.time(one.created()));
    }
}
