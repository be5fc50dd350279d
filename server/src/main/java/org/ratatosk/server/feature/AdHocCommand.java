package org.ratatosk.server.feature;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/**
 * A command that clients find and run (XEP-0050): at once, or after one form was filled in. Immutable.
 *
 * @param node what it is called by programs
 * @param name what it is called by people
 * @param form what has to be filled in, or {@code null} for nothing
 * @param action what it does
 */
record AdHocCommand(String node, String name, @Nullable Element form, Action action) {
    /** What a command does; the stage fails with a {@link org.ratatosk.server.stanza.StanzaException} or a sentence for a person. */
    @FunctionalInterface
    interface Action {
        CompletionStage<Done> run(Request request);
    }

    /**
     * Who wants it, and how.
     *
     * @param admin the full address of the client
     * @param values of the form, by field
     */
    record Request(Jid admin, Map<String, List<String>> values) {
        /** The first value of a field, "" for none. */
        String value(String field) {
            List<String> all = values.getOrDefault(field, List.of());
            return all.isEmpty() ? "" : all.get(0);
        }
    }

    /**
     * What came of it.
     *
     * @param note a sentence for a person
     * @param result a form with results, or {@code null}
     */
    record Done(String note, @Nullable Element result) {}
}
