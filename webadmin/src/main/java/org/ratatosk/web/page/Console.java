package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Map;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;

/** What the pages of the console share: whoever uses them sees their own domain and no other. Immutable. */
final class Console {
    private Console() {}

    /** The domain of the admin. */
    static String domain(Call call) {
        return call.requireVisitor().jid().domain();
    }

    /** An account of the admin's own domain, by the name before the {@code @}. */
    static Jid account(Call call, String name) {
        try {
            return Jid.of(name, domain(call), null);
        } catch (JidException e) {
            throw Refusal.notFound("There is no account of that name.");
        }
    }

    /** Renders a page of the console. */
    static Answer show(Site site, Call call, int status, String template, String title, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("ofSite", call.requireVisitor().ofMain());
        return Answer.html(status, site.render(call, template, title, all));
    }
}
