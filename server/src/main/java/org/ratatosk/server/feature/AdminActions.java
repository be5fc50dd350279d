package org.ratatosk.server.feature;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ratatosk.server.feature.AdHocCommand.Action;
import org.ratatosk.server.feature.AdHocCommand.Done;
import org.ratatosk.server.feature.AdHocCommand.Request;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Administration;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Tasks;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.xml.Element;

/** The commands of XEP-0133 that there are, each for accounts of the admin's own domain alone. Thread-safe. */
final class AdminActions {
    private static final String FORM_TYPE = "http://jabber.org/protocol/admin";
    private static final String ONE = "accountjid";
    private static final String MANY = "accountjids";
    private static final String NO_ADMIN_OF = "That is your own account; another admin has to do it";
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_LIST = 10_000;
    private static final int MAX_ACCOUNTS = 100;

    private final Tasks tasks;
    private final Supplier<Administration> administration;

    AdminActions(Tasks tasks, Supplier<Administration> administration) {
        this.tasks = tasks;
        this.administration = administration;
    }

    private Administration admin() {
        return administration.get();
    }

    /** All commands, in the order in which they are shown. */
    List<AdHocCommand> all() {
        Element account = field("jid-single", ONE, "The account");
        Element accounts = field("jid-multi", MANY, "The accounts");
        Element password = field("text-private", "password", "The password");
        Element again = field("text-private", "password-verify", "The password again");
        Element most = field("text-single", "max_items", "How many to show, a number or none for all");
        return List.of(
                with("add-user", "Add a user", this::add, account, password, again),
                with("delete-user", "Delete users", each(this::delete, "Deleted"), accounts),
                with("disable-user", "Disable users", each((me, jid) -> enable(me, jid, false), "Disabled"), accounts),
                with(
                        "reenable-user",
                        "Enable users again",
                        each((me, jid) -> enable(me, jid, true), "Enabled"),
                        accounts),
                with("end-user-session", "End users' sessions", this::endSessions, accounts),
                with("change-user-password", "Change a user's password", this::changePassword, account, password),
                with("user-stats", "Show a user's numbers", this::stats, account),
                atOnce("get-registered-users-num", "Count the registered users", this::countRegistered),
                atOnce("get-online-users-num", "Count the users who are online", this::countOnline),
                with("get-registered-users-list", "List the registered users", this::listRegistered, most),
                with("get-online-users-list", "List the users who are online", this::listOnline, most),
                with(
                        "announce",
                        "Write to all users who are online",
                        this::announce,
                        field("text-multi", "announcement", "The announcement")));
    }

    // how commands are made

    private static AdHocCommand with(String node, String name, Action action, Element... fields) {
        Element.Builder form = Forms.form("form", FORM_TYPE).child("title", name);
        Stream.of(fields).forEach(form::child);
        return new AdHocCommand(FORM_TYPE + "#" + node, name, form.build(), action);
    }

    private static AdHocCommand atOnce(String node, String name, Action action) {
        return new AdHocCommand(FORM_TYPE + "#" + node, name, null, action);
    }

    private static Element field(String type, String name, String label) {
        return Forms.field(type, name, List.of()).withAttr("label", label);
    }

    private static Element result(String name, List<String> values) {
        return Forms.form("result", FORM_TYPE)
                .child(Forms.field(null, name, values))
                .build();
    }

    private static CompletionStage<Done> done(String note, Element result) {
        return CompletableFuture.completedStage(new Done(note, result));
    }

    // what they are given

    /** An address of the admin's own domain, with or without a resource. */
    private static Jid own(Request request, String text) {
        Jid jid = Jid.parse(text.strip())
                .orElseThrow(() -> new StanzaException(Condition.JID_MALFORMED, "'" + text + "' is no address"));
        if (jid.local().isEmpty() || !jid.domain().equals(request.admin().domain())) {
            throw new StanzaException(
                    Condition.NOT_ALLOWED,
                    jid + " is no account of " + request.admin().domain());
        }
        return jid;
    }

    private static List<Jid> owns(Request request) {
        List<String> given = request.values().getOrDefault(MANY, List.of());
        if (given.isEmpty() || given.size() > MAX_ACCOUNTS) {
            throw new StanzaException(Condition.BAD_REQUEST, "Name 1 to " + MAX_ACCOUNTS + " accounts");
        }
        return given.stream().map(text -> own(request, text)).toList();
    }

    private CompletionStage<Account> existing(Jid bare) {
        return admin().account(bare)
                .thenApply(found -> found.orElseThrow(
                        () -> new StanzaException(Condition.ITEM_NOT_FOUND, "There is no account " + bare)));
    }

    private static String password(Request request) {
        String password = request.value("password");
        if (password.length() < MIN_PASSWORD) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "A password needs " + MIN_PASSWORD + " characters at least");
        }
        return password;
    }

    /** What is wrong with what was filled in comes as a failure of the stage. */
    private static <T> CompletionStage<T> checked(Supplier<CompletionStage<T>> action) {
        return CompletableFuture.completedStage(true).thenCompose(go -> action.get());
    }

    // what they do

    private CompletionStage<Done> add(Request request) {
        return checked(() -> {
            Jid bare = own(request, request.value(ONE)).bare();
            String password = password(request);
            if (!password.equals(request.value("password-verify"))) {
                throw new StanzaException(Condition.NOT_ACCEPTABLE, "The two passwords are not the same");
            }
            return admin().account(bare)
                    .thenCompose(found -> {
                        if (found.isPresent()) {
                            throw new StanzaException(Condition.CONFLICT, "There is an account " + bare + " already");
                        }
                        return admin().createAccount(bare, Account.Role.MEMBER);
                    })
                    .thenCompose(made -> admin().setPassword(bare, password, false)
                            .exceptionallyCompose(failure -> admin().deleteAccount(bare)
                                    .thenCompose(gone -> CompletableFuture.failedStage(failure))))
                    .thenApply(set -> new Done("Added " + bare, null));
        });
    }

    @FunctionalInterface
    private interface OnAccount {
        CompletionStage<?> run(Jid me, Jid bare);
    }

    /** Does something to each account that is named, one after the other, and stops where it fails. */
    private Action each(OnAccount change, String word) {
        return request -> checked(() -> {
            List<Jid> accounts = owns(request).stream().map(Jid::bare).toList();
            CompletionStage<?> all = CompletableFuture.completedStage(true);
            for (Jid bare : accounts) {
                all = all.thenCompose(before -> existing(bare))
                        .thenCompose(account -> change.run(request.admin().bare(), bare));
            }
            return all.thenApply(changed -> new Done(word + " " + accounts.size(), null));
        });
    }

    private CompletionStage<?> delete(Jid me, Jid bare) {
        return me.equals(bare) ? notOneself() : admin().deleteAccount(bare);
    }

    private CompletionStage<?> enable(Jid me, Jid bare, boolean enabled) {
        return me.equals(bare) ? notOneself() : admin().setEnabled(bare, enabled);
    }

    private static CompletionStage<?> notOneself() {
        return CompletableFuture.failedStage(new StanzaException(Condition.NOT_ALLOWED, NO_ADMIN_OF));
    }

    private CompletionStage<Done> endSessions(Request request) {
        return checked(() -> {
            List<Jid> named = owns(request);
            int ended = 0;
            for (Jid client : admin().clients(request.admin().domain())) {
                if (named.contains(client) || named.contains(client.bare())) {
                    ended += admin().kick(client, "An admin ended your session") ? 1 : 0;
                }
            }
            return CompletableFuture.completedStage(new Done("Ended " + ended, null));
        });
    }

    private CompletionStage<Done> changePassword(Request request) {
        return checked(() -> {
            Jid bare = own(request, request.value(ONE)).bare();
            String password = password(request);
            boolean mine = bare.equals(request.admin().bare());
            return existing(bare)
                    .thenCompose(account -> admin().setPassword(bare, password, mine))
                    .thenApply(set -> new Done("Changed the password of " + bare, null));
        });
    }

    private CompletionStage<Done> stats(Request request) {
        return checked(() -> {
            Jid bare = own(request, request.value(ONE)).bare();
            List<String> resources = admin().clients(bare.domain()).stream()
                    .filter(client -> client.bare().equals(bare))
                    .flatMap(client -> client.resource().stream())
                    .toList();
            return existing(bare).thenCompose(account -> admin().roster(bare)).thenApply(roster -> {
                Element numbers = Forms.form("result", FORM_TYPE)
                        .child(Forms.field(null, "rostersize", List.of(Integer.toString(roster.size()))))
                        .child(Forms.field(null, "onlineresources", resources))
                        .build();
                return new Done(bare + " has " + roster.size() + " contacts", numbers);
            });
        });
    }

    private CompletionStage<Done> countRegistered(Request request) {
        return admin().countAccounts(request.admin().domain(), "")
                .thenApply(count -> new Done(
                        count + " are registered", result("registeredusersnum", List.of(Integer.toString(count)))));
    }

    private List<String> online(Request request) {
        return admin().clients(request.admin().domain()).stream()
                .map(client -> client.bare().toString())
                .distinct()
                .toList();
    }

    private CompletionStage<Done> countOnline(Request request) {
        int count = online(request).size();
        return done(count + " are online", result("onlineusersnum", List.of(Integer.toString(count))));
    }

    private static int most(Request request) {
        String text = request.value("max_items");
        boolean number = text.matches("[1-9][0-9]{0,4}");
        return number ? Math.min(Integer.parseInt(text), MAX_LIST) : MAX_LIST;
    }

    private CompletionStage<Done> listRegistered(Request request) {
        return admin().accounts(request.admin().domain(), "", 0, most(request)).thenApply(accounts -> {
            List<String> names =
                    accounts.stream().map(one -> one.jid().toString()).toList();
            return new Done(names.size() + " are registered", result("registereduserjids", names));
        });
    }

    private CompletionStage<Done> listOnline(Request request) {
        List<String> names = online(request).stream().limit(most(request)).toList();
        return done(names.size() + " are online", result("onlineuserjids", names));
    }

    private CompletionStage<Done> announce(Request request) {
        List<String> lines = request.values().getOrDefault("announcement", List.of());
        String text = String.join("\n", lines);
        if (text.isBlank()) {
            return CompletableFuture.failedStage(
                    new StanzaException(Condition.BAD_REQUEST, "The announcement has no words"));
        }
        List<Jid> clients = admin().clients(request.admin().domain());
        Function<Jid, Message> message = client -> Message.of(Message.builder(Message.Type.HEADLINE)
                .attr("from", client.domainJid())
                .attr("to", client)
                .child("body", text));
        return tasks.perform(request.admin().bare(), ctx -> {
                    Outcome sent = Outcome.handled();
                    for (Jid client : clients) {
                        sent = sent.route(message.apply(client));
                    }
                    return sent;
                })
                .thenApply(done -> new Done("Sent to " + clients.size(), null));
    }
}
