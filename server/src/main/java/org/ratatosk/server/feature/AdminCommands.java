package org.ratatosk.server.feature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.feature.AdHocCommand.Done;
import org.ratatosk.server.feature.AdHocCommand.Request;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Tasks;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * XEP-0133 by XEP-0050: admins look after the accounts of their own domain from their client, by commands of the domain or of their
 * own account. Nobody else is shown a command, and none reaches another domain. Answers never repeat a password. Thread-safe.
 */
public final class AdminCommands implements Feature {
    private static final String NS = "http://jabber.org/protocol/commands";
    private static final Name COMMAND = new Name(NS, "command");
    private static final Name ITEMS = new Name("http://jabber.org/protocol/disco#items", "query");
    private static final Set<String> ACTIONS = Set.of("execute", "next", "complete", "cancel");
    private static final int MAX_OPEN = 1_000;

    /** Commands that wait for their form, by the id of their session. */
    private final Cache<String, Open> open = Caffeine.newBuilder()
            .maximumSize(MAX_OPEN)
            .expireAfterWrite(Duration.ofMinutes(10))
            .executor(Runnable::run)
            .build();

    private record Open(Jid client, String node) {}

    @Override
    public Spec spec() {
        return Spec.of("0133", "1.3.1");
    }

    @Override
    public List<Spec> alsoImplements() {
        return List.of(Spec.of("0050", "1.3.0", NS));
    }

    @Override
    public void install(Hooks on) {
        Map<String, AdHocCommand> commands = new LinkedHashMap<>();
        new AdminActions(on.tasks(), on.administration()).all().forEach(one -> commands.put(one.node(), one));
        on.iq(Side.SENDER, Phase.HANDLE, (ctx, iq) -> discovered(commands, ctx, iq));
        on.iqSet(COMMAND, (ctx, iq) -> command(on.tasks(), commands, ctx, iq));
    }

    /** Whether a client of an admin asks its domain or its own account. */
    private static boolean isAdmins(Context ctx, Iq iq) {
        boolean here = iq.to()
                .map(to -> to.equals(ctx.account()) || to.equals(ctx.account().domainJid()))
                .orElse(true);
        return here
                && ctx.origin().isPresent()
                && ctx.owner()
                        .filter(owner -> owner.role() == Account.Role.ADMIN && owner.enabled())
                        .isPresent();
    }

    // what there is

    private static Outcome discovered(Map<String, AdHocCommand> commands, Context ctx, Iq iq) {
        String node = iq.payload().flatMap(payload -> payload.attr("node")).orElse("");
        if (iq.type() != Iq.Type.GET || node.isEmpty() || !isAdmins(ctx, iq)) {
            return Outcome.pass();
        }
        Element payload = iq.payload().orElseThrow();
        if (payload.name().equals(ITEMS) && node.equals(NS)) {
            Element.Builder items = Element.builder(ITEMS).attr("node", NS);
            commands.values()
                    .forEach(one -> items.child(Element.builder(ITEMS.ns(), "item")
                            .attr("jid", iq.to().orElse(ctx.account()))
                            .attr("node", one.node())
                            .attr("name", one.name())
                            .build()));
            return Outcome.reply(iq.result(items.build()));
        }
        AdHocCommand one = commands.get(node);
        return one == null || !payload.name().equals(DiscoInfo.QUERY)
                ? Outcome.pass()
                : Outcome.reply(iq.result(info(one)));
    }

    private static Element info(AdHocCommand one) {
        Element.Builder info = Element.builder(DiscoInfo.QUERY)
                .attr("node", one.node())
                .child(Element.builder(DiscoInfo.QUERY.ns(), "identity")
                        .attr("category", "automation")
                        .attr("type", "command-node")
                        .attr("name", one.name())
                        .build());
        for (String feature : List.of(NS, Forms.NS)) {
            info.child(Element.builder(DiscoInfo.QUERY.ns(), "feature")
                    .attr("var", feature)
                    .build());
        }
        return info.build();
    }

    // what is done

    private Outcome command(Tasks tasks, Map<String, AdHocCommand> commands, Context ctx, Iq iq) {
        Element command = iq.payload().orElseThrow();
        if (!isAdmins(ctx, iq)) {
            return refusal(iq, StanzaError.of(Condition.FORBIDDEN, "Only admins of the domain can do this"));
        }
        AdHocCommand wanted = commands.get(command.attr("node").orElse(""));
        String action = command.attr("action").orElse("execute");
        String id = command.attr("sessionid").orElse("");
        if (wanted == null) {
            return refusal(iq, StanzaError.of(Condition.ITEM_NOT_FOUND, "There is no such command"));
        }
        if (!ACTIONS.contains(action)) {
            return refusal(iq, bad("bad-action", "The command cannot do that"));
        }
        Jid client = ctx.origin().orElseThrow().jid();
        if (!id.isEmpty()) {
            Open waiting = open.asMap().remove(id);
            if (!new Open(client, wanted.node()).equals(waiting)) {
                return refusal(iq, bad("bad-sessionid", "The command was not begun, or ended long ago"));
            }
        }
        if (action.equals("cancel")) {
            return Outcome.reply(iq.result(state(wanted, id, "canceled").build()));
        }
        if (wanted.form() != null && id.isEmpty()) {
            return begin(ctx, iq, wanted, client);
        }
        Request request = new Request(
                client, command.child(Forms.NS, "x").map(Forms::allValues).orElse(Map.of()));
        return Outcome.handled().then(() -> run(tasks, iq, wanted, id, request));
    }

    private Outcome begin(Context ctx, Iq iq, AdHocCommand wanted, Jid client) {
        String id = ctx.newId();
        open.put(id, new Open(client, wanted.node()));
        Element actions = Element.builder(NS, "actions")
                .attr("execute", "complete")
                .child(Element.of(NS, "complete"))
                .build();
        Element.Builder state = state(wanted, id, "executing").child(actions);
        if (wanted.form() != null) {
            state.child(wanted.form());
        }
        return Outcome.reply(iq.result(state.build()));
    }

    private static void run(Tasks tasks, Iq iq, AdHocCommand wanted, String id, Request request) {
        wanted.action()
                .run(request)
                .handle((done, failure) -> failure == null ? completed(iq, wanted, id, done) : failed(iq, failure))
                .thenCompose(answer -> tasks.perform(request.admin().bare(), ctx -> Outcome.reply(answer)));
    }

    private static Iq completed(Iq iq, AdHocCommand wanted, String id, Done done) {
        Element.Builder state = state(wanted, id, "completed");
        if (done.result() != null) {
            state.child(done.result());
        }
        Element note = Element.builder(NS, "note")
                .attr("type", "info")
                .text(done.note())
                .build();
        return iq.result(state.child(note).build());
    }

    private static Element.Builder state(AdHocCommand wanted, String id, String status) {
        return Element.builder(COMMAND)
                .attr("node", wanted.node())
                .attr("sessionid", id.isEmpty() ? "none" : id)
                .attr("status", status);
    }

    private static StanzaError bad(String detail, String text) {
        return new StanzaError(Condition.BAD_REQUEST, StanzaError.Type.MODIFY, text, Element.of(NS, detail));
    }

    private static Iq failed(Iq iq, Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StanzaException refused) {
            return withoutPayload(iq, refused.error());
        }
        return withoutPayload(
                iq,
                cause instanceof IllegalArgumentException
                        ? StanzaError.of(Condition.NOT_ACCEPTABLE, String.valueOf(cause.getMessage()))
                        : StanzaError.of(Condition.INTERNAL_SERVER_ERROR));
    }

    /** An error without the request in it, which may hold a password. */
    private static Outcome refusal(Iq iq, StanzaError error) {
        return Outcome.reply(withoutPayload(iq, error));
    }

    private static Iq withoutPayload(Iq iq, StanzaError error) {
        return (Iq) Stanza.of(
                iq.error(error).element().without(child -> child.name().equals(COMMAND)));
    }
}
