package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Manner;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.web.auth.Access;

/** What a member sets: the shown name, who sees posts that say nothing of it, whether and when alerts come, who sees them online. Immutable. */
public final class SettingsPage implements FormPage {
    private static final int MAX_NAME = 80;
    private final Site site;

    /** For this site. */
    public SettingsPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/me";
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, member(call), null);
    }

    @Override
    public Answer post(Call call) {
        Member before = member(call);
        String shown = call.form().text("display-name");
        boolean alerts = call.form().first("alerts").isPresent();
        Member after = new Member(
                before.name(), before.home(), shown, security(call.form().text("security")), alerts);
        if (shown.length() > MAX_NAME || shown.codePoints().anyMatch(SettingsPage::isInvisible)) {
            return show(call, 422, after, "The shown name may have " + MAX_NAME + " characters, on one line.");
        }
        Optional<Manner> manner = manner(call, before.name());
        if (manner.isEmpty()) {
            return show(call, 422, after, "Quiet hours are written as in: 22:00-7:00 Europe/Berlin");
        }
        Optional<Presences.Shown> presence = call.form().first("presence").map(SettingsPage::shown);
        site.bridge().updateMember(after);
        site.bridge().manners().put(before.name(), manner.get());
        presence.ifPresent(who -> site.bridge().presences().choose(before.name(), who));
        return Done.then(path(), "saved");
    }

    /** As the form has it; a form without hours leaves it as it is. */
    private Optional<Manner> manner(Call call, String member) {
        Manner before = site.bridge().manners().of(member);
        Optional<String> hours = call.form().first("quiet");
        if (hours.isEmpty()) {
            return Optional.of(before);
        }
        return before.withQuiet(hours.get().isBlank() ? "off" : hours.get())
                .map(manner -> manner.withList(call.form().first("digest").isPresent()));
    }

    private static Presences.Shown shown(String text) {
        return switch (text) {
            case "everybody" -> Presences.Shown.EVERYBODY;
            case "members" -> Presences.Shown.MEMBERS;
            case "nobody" -> Presences.Shown.NOBODY;
            default -> throw Refusal.unknown();
        };
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private static Security security(String text) {
        return switch (text) {
            case "public" -> Security.PUBLIC;
            case "friends" -> Security.FRIENDS;
            case "private" -> Security.PRIVATE;
            default -> throw Refusal.unknown();
        };
    }

    private Member member(Call call) {
        return site.bridge()
                .member(call.requireVisitor().name())
                .orElseThrow(() -> Refusal.notFound("The site does not know you as a member."));
    }

    private Answer show(Call call, int status, Member member, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "settings");
        model.put("member", member);
        model.put("home", member.home().toString());
        model.put("security", member.defaultSecurity().name().toLowerCase(Locale.ROOT));
        Manner manner = site.bridge().manners().of(member.name());
        String hours = manner.quiet().map(quiet -> quiet + " " + manner.zone()).orElse("");
        model.put("quiet", call.form().first("quiet").orElse(hours));
        model.put("digest", manner.list());
        model.put(
                "presence",
                site.bridge().presences().choice(member.name()).name().toLowerCase(Locale.ROOT));
        model.put("mail", site.bridge().mailboxes().isOn());
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "SettingsPage.ftlh", "Settings", model));
    }
}
