package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.Admin.AppPassword;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.RefusedException;
import org.ratatosk.web.auth.Stages;
import org.ratatosk.web.view.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where somebody makes a password for each device, sees it once, and revokes it when the device is gone. Immutable. */
public final class DevicesPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(DevicesPage.class);
    private final Site site;

    /** For this site. */
    public DevicesPage(Site site) {
        this.site = site;
    }

    /** An app password as shown. */
    public record Row(
            String id, String name, Time created, @Nullable Time used) {}

    @Override
    public String path() {
        return "/me/devices";
    }

    @Override
    public Access access() {
        return Access.LOGGED_IN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, null, null);
    }

    @Override
    public Answer post(Call call) {
        return switch (call.form().text("action")) {
            case "make" -> make(call);
            case "revoke" -> revoke(call);
            default -> throw Refusal.unknown();
        };
    }

    private Answer revoke(Call call) {
        Jid jid = call.requireVisitor().jid();
        Stages.await(site.admin().revokeAppPassword(jid, call.form().text("id")));
        LOG.info("{} revoked an app password", jid);
        return Done.then(path(), "device");
    }

    private Answer make(Call call) {
        Jid jid = call.requireVisitor().jid();
        try {
            String secret =
                    Stages.await(site.admin().createAppPassword(jid, call.form().text("name")));
            LOG.info("{} made an app password", jid);
            return show(call, 200, secret, null);
        } catch (RefusedException e) {
            return show(call, 422, null, e.sentence());
        }
    }

    private Answer show(Call call, int status, @Nullable String fresh, @Nullable String problem) {
        Jid jid = call.requireVisitor().jid();
        List<Row> rows = Stages.await(site.admin().appPasswords(jid)).stream()
                .map(this::row)
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "devices");
        model.put("jid", jid.toString());
        model.put("rows", rows);
        model.put("name", problem == null ? "" : call.form().text("name"));
        model.put("fresh", fresh);
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "DevicesPage.ftlh", "Devices", model));
    }

    private Row row(AppPassword one) {
        return new Row(one.id(), one.name(), site.time(one.created()), site.timeOrNull(one.used()));
    }
}
