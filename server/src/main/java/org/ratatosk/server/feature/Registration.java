package org.ratatosk.server.feature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.config.Network;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Passwords;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.route.Tasks;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * XEP-0077, unless it is switched off, which is the default: strangers make accounts, a few per address and hour, and clients
 * change their password or delete their account. Answers never repeat a password. Thread-safe.
 */
public final class Registration implements Feature {
    private static final String NS = "jabber:iq:register";
    private static final Name QUERY = new Name(NS, "query");
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_REMEMBERED = 100_000;

    private final boolean enabled;
    private final int perHour;
    private final Cache<String, Integer> made;

    /**
     * @param enabled whether it is offered at all
     * @param perHour accounts that can be made from one address in an hour
     */
    public Registration(boolean enabled, int perHour) {
        this.enabled = enabled;
        this.perHour = perHour;
        this.made = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(Duration.ofHours(1))
                .executor(Runnable::run)
                .build();
    }

    /** What it does its work with. */
    private record Tools(Tasks tasks, Passwords passwords) {}

    @Override
    public Spec spec() {
        return enabled ? Spec.of("0077", "2.4", NS) : Spec.of("0077", "2.4");
    }

    @Override
    public void install(Hooks on) {
        if (!enabled) {
            return;
        }
        Element announced = Element.of("http://jabber.org/features/iq-register", "register");
        Tools tools = new Tools(on.tasks(), on.passwords());
        on.beforeLogin(announced, QUERY, (domain, address, iq) -> stranger(tools, domain, address, iq));
        on.iqGet(QUERY, Registration::registered);
        on.iqSet(QUERY, (ctx, iq) -> change(tools, ctx, iq));
    }

    private CompletionStage<Iq> stranger(Tools tools, String domain, String address, Iq iq) {
        if (iq.type() == Iq.Type.GET) {
            return CompletableFuture.completedStage(iq.result(Element.builder(QUERY)
                    .child(
                            "instructions",
                            "Choose a user name and a password of " + MIN_PASSWORD + " characters or more.")
                    .child(Element.of(NS, "username"))
                    .child(Element.of(NS, "password"))
                    .build()));
        }
        return make(tools, domain, address, iq.payload().orElseThrow())
                .thenApply(done -> iq.result())
                .exceptionally(failure -> answer(iq, failure));
    }

    private CompletionStage<Void> make(Tools tools, String domain, String address, Element query) {
        String name = query.childText(NS, "username").orElse("");
        String password = query.childText(NS, "password").orElse("");
        Jid account;
        try {
            account = Jid.of(name, domain, null);
        } catch (JidException e) {
            return refused(Condition.NOT_ACCEPTABLE, "The user name cannot be used: " + e.getMessage());
        }
        if (password.length() < MIN_PASSWORD) {
            return refused(Condition.NOT_ACCEPTABLE, "A password needs " + MIN_PASSWORD + " characters at least");
        }
        if (made.asMap().merge(Network.of(address), 1, Integer::sum) > perHour) {
            return refused(Condition.RESOURCE_CONSTRAINT, "Too many accounts were made from your address; try later");
        }
        return tools.passwords()
                .derive(account, password)
                .thenCompose(derived -> tools.tasks().perform(account, ctx -> create(ctx, derived)));
    }

    private Outcome create(Context ctx, Password derived) {
        if (ctx.owner().isPresent() || ctx.isComponent(ctx.account())) {
            return Outcome.reject(Condition.CONFLICT, "The user name is taken");
        }
        Account account = new Account(ctx.account(), ctx.newId(), Account.Role.MEMBER, true, ctx.now());
        return Outcome.stored(
                tables -> {
                    tables.accounts().create(account);
                    tables.accounts().putPassword(account.jid(), derived);
                },
                () -> {
                    ctx.setOwner(account);
                    return Outcome.handled();
                });
    }

    private static Outcome registered(Context ctx, Iq iq) {
        if (ctx.origin().isEmpty()) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        return Outcome.reply(iq.result(Element.builder(QUERY)
                .child(Element.of(NS, "registered"))
                .child("username", ctx.account().local().orElse(""))
                .build()));
    }

    /** Changes the password of a client's own account; the answer comes when the key is made and durable. */
    private Outcome change(Tools tools, Context ctx, Iq iq) {
        Element query = iq.payload().orElseThrow();
        String password = query.childText(NS, "password").orElse("");
        boolean own = query.childText(NS, "username").equals(ctx.account().local());
        if (ctx.origin().isEmpty() || ctx.target() == Target.OTHER_ACCOUNT) {
            return Outcome.reject(Condition.FORBIDDEN);
        }
        if (ctx.origin().get().connection().credential().kind() != Credential.Kind.OWN) {
            return refusal(iq, StanzaError.of(Condition.NOT_ALLOWED, "Only the account's own password lets change it"));
        }
        if (query.child(NS, "remove").isPresent()) {
            return remove(ctx, iq, query);
        }
        if (!own || password.length() < MIN_PASSWORD) {
            return refusal(
                    iq,
                    StanzaError.of(
                            Condition.BAD_REQUEST,
                            "Your own user name and " + MIN_PASSWORD + " characters at least are needed"));
        }
        Jid account = ctx.account();
        return Outcome.handled()
                .then(() -> tools.passwords()
                        .derive(account, password)
                        .thenCompose(derived -> tools.tasks()
                                .perform(
                                        account,
                                        later -> Outcome.stored(
                                                tables -> tables.accounts().putPassword(account, derived),
                                                () -> Outcome.reply(iq.result()))))
                        .exceptionally(failure -> {
                            ctx.inLane(account, later -> refusal(iq, errorOf(failure)));
                            return null;
                        }));
    }

    /** Deletes a client's own account (section 3.2). */
    private static Outcome remove(Context ctx, Iq iq, Element query) {
        if (query.nodes().size() > 1) {
            return refusal(iq, StanzaError.of(Condition.BAD_REQUEST, "With <remove/> comes nothing else"));
        }
        if (ctx.owner().filter(owner -> owner.role() == Account.Role.ADMIN).isPresent()) {
            return Outcome.reject(Condition.NOT_ALLOWED, "Give up being an admin first, so that one is left");
        }
        return AccountRemoval.remove(
                ctx,
                Outcome.handled().send(ctx.origin().orElseThrow(), iq.result().element()));
    }

    /** An error without the request in it, which holds a password. */
    private static Outcome refusal(Iq iq, StanzaError error) {
        return Outcome.reply(withoutPayload(iq, error));
    }

    private static Iq answer(Iq iq, Throwable failure) {
        return withoutPayload(iq, errorOf(failure));
    }

    private static Iq withoutPayload(Iq iq, StanzaError error) {
        Element full = iq.error(error).element();
        return (Iq) Stanza.of(full.without(child -> child.name().equals(QUERY)));
    }

    private static StanzaError errorOf(Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable real = failure instanceof CompletionException && cause != null ? cause : failure;
        if (real instanceof StanzaException refused) {
            return refused.error();
        }
        return real instanceof IllegalArgumentException
                ? new StanzaError(Condition.NOT_ACCEPTABLE, StanzaError.Type.MODIFY, real.getMessage(), null)
                : StanzaError.of(Condition.INTERNAL_SERVER_ERROR);
    }

    private static CompletionStage<Void> refused(Condition condition, String why) {
        return CompletableFuture.failedStage(new StanzaException(condition, why));
    }
}
