package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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

    /** Finds the rows of a list in which a text occurs. */
    interface Search<T> {
        List<T> find(String part, int offset, int limit);
    }

    /** A page of a list that can be searched. */
    static <T> Answer list(
            Site site, Call call, String template, String title, Search<T> search, Function<T, ? extends Record> row) {
        Map<String, Object> model = new HashMap<>(rows(call, search, row));
        model.put("tab", title.toLowerCase(Locale.ROOT));
        return show(site, call, 200, template, title, model);
    }

    /** What a template needs of a page of such a list: its rows, its paging and the text that was searched. */
    static <T> Map<String, Object> rows(Call call, Search<T> search, Function<T, ? extends Record> row) {
        String part = call.query().text("q");
        int offset = Paging.offset(call);
        List<T> found = search.find(part, offset, Paging.ROWS + 1);
        return Map.of(
                "rows",
                Paging.page(found).stream().map(row).toList(),
                "paging",
                Paging.of(offset, found.size(), Map.of("q", part)),
                "q",
                part);
    }

    /** Renders a page of the console. */
    static Answer show(Site site, Call call, int status, String template, String title, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("ofSite", call.requireVisitor().ofMain());
        return Answer.html(status, site.render(call, template, title, all));
    }
}
