package org.ratatosk.web.page;

import java.util.Comparator;
import java.util.List;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of the admin's domain that are logged in, and a way to end their sessions. Immutable. */
public final class SessionsPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(SessionsPage.class);
    private final Site site;

    /** For this site. */
    public SessionsPage(Site site) {
        this.site = site;
    }

    /** A session as shown. */
    public record Row(
            String jid,
            String name,
            String member,
            String resource,
            String presence,
            String address,
            String tls,
            String cipher,
            String transport,
            Time since) {}

    @Override
    public String path() {
        return "/console/sessions";
    }

    @Override
    public Access access() {
        return Access.ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return Console.list(
                site,
                call,
                "SessionsPage.ftlh",
                "Sessions",
                (part, offset, limit) -> find(Console.domain(call), part, offset, limit),
                view -> row(site, view));
    }

    private List<Admin.SessionView> find(String domain, String part, int offset, int limit) {
        return site.admin().sessions(domain).stream()
                .filter(view -> view.jid().toString().contains(part)
                        || view.connection().address().contains(part))
                .sorted(Comparator.comparing(Admin.SessionView::jid))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public Answer post(Call call) {
        Jid jid = Jid.parse(call.form().first("jid").orElse(""))
                .filter(Jid::isFull)
                .filter(full -> full.domain().equals(Console.domain(call)))
                .orElseThrow(() -> Refusal.notFound("There is no such session."));
        boolean ended = site.admin().kick(jid, "An admin has ended this session.");
        LOG.info("{} ended the session {}", call.requireVisitor().jid(), jid);
        return Done.then(path(), ended ? "kicked" : "gone");
    }

    /** A session as the templates show it. */
    static Row row(Site site, Admin.SessionView view) {
        String tls = view.connection().tls();
        int space = tls.indexOf(' ');
        String name = view.jid().local().orElse("");
        return new Row(
                view.jid().toString(),
                name,
                MemberPage.path(name),
                view.jid().resource().orElse(""),
                presence(view),
                view.connection().address(),
                space < 0 ? tls : tls.substring(0, space),
                space < 0 ? "" : tls.substring(space + 1),
                view.connection().transport(),
                site.time(view.connection().since()));
    }

    private static String presence(Admin.SessionView view) {
        if (!view.available()) {
            return "not available";
        }
        return switch (view.show()) {
            case "" -> "online";
            case "chat" -> "free to chat";
            case "dnd" -> "busy";
            case "xa" -> "away for long";
            default -> view.show();
        };
    }
}
