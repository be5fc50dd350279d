package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.web.auth.Access;

/** What a member sets: the shown name, who sees posts that say nothing of it, whether alerts come. Immutable. */
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
        site.bridge().updateMember(after);
        return Done.then(path(), "saved");
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
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "SettingsPage.ftlh", "Settings", model));
    }
}
