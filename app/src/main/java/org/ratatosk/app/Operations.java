package org.ratatosk.app;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ratatosk.app.backup.Snapshot;
import org.ratatosk.app.control.Answer;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.Admin.AppPassword;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.store.Account;

/**
 * What the owner can have done from the terminal. The words are those of the command line, complete and checked by it. Thread-safe.
 */
final class Operations {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int PAGE = 500;
    private static final long PATIENCE_SECONDS = 30;
    private final Admin admin;
    private final Bridge bridge;
    private final List<String> siteDomains;
    private final DomainProbe domains;
    private final Snapshot snapshot;

    Operations(Admin admin, Bridge bridge, Peers peers, List<String> siteDomains, Snapshot snapshot) {
        this.admin = admin;
        this.bridge = bridge;
        this.siteDomains = siteDomains;
        this.domains = new DomainProbe(peers, admin.domains());
        this.snapshot = snapshot;
    }

    /** Does what the words say. */
    Answer run(List<String> words) {
        try {
            return dispatch(words);
        } catch (Trouble | JidException e) {
            return Answer.failed(String.valueOf(e.getMessage()));
        }
    }

    private Answer dispatch(List<String> words) throws Trouble {
        String name = words.get(0) + (words.get(0).equals("user") && words.size() > 1 ? " " + words.get(1) : "");
        String first = words.size() > 2 ? words.get(2) : "";
        switch (name) {
            case "user add":
                return add(address(first));
            case "user passwd":
                return words.size() > 3 ? setPassword(address(first), words.get(3)) : resetLink(address(first));
            case "user devices":
                return words.size() > 3 ? revoke(address(first), words.get(3)) : devices(address(first));
            case "user list":
                return Answer.done(first.isEmpty() ? listAll() : list(List.of(hosted(Jid.of(first)))));
            case "user delete":
                return delete(address(first));
            case "admin-link":
                return adminLink();
            case "check-domain":
                return domains.run(words.size() > 1 ? words.get(1) : "");
            case "copy-database":
                return copyDatabase();
            case "version":
                return Answer.done("The running server is Ratatosk " + Version.text() + ".");
            default:
                return Answer.failed(
                        "The running server does not know \"" + name + "\". It may be of another version: restart it.");
        }
    }

    private Jid address(String text) throws Trouble {
        Jid jid = Jid.of(text.indexOf('@') < 0 ? text + "@" + siteDomains.get(0) : text);
        if (jid.local().isEmpty() || jid.isFull()) {
            throw new Trouble(
                    "\"" + text + "\" is no account: it has to look like alice or alice@" + siteDomains.get(0) + ".");
        }
        hosted(jid);
        return jid;
    }

    private String hosted(Jid jid) throws Trouble {
        if (!admin.domains().contains(jid.domain())) {
            throw new Trouble(
                    "This server does not host " + jid.domain() + ", but " + String.join(", ", admin.domains())
                            + ".\nDomains are added in the configuration, under \"domains\".");
        }
        return jid.domain();
    }

    private Answer add(Jid jid) throws Trouble {
        if (await(admin.account(jid)).isPresent()) {
            return Answer.failed(
                    "There is an account " + jid + " already. \"user passwd " + jid + "\" gives it a new password.");
        }
        await(admin.createAccount(jid, Account.Role.MEMBER));
        if (siteDomains.contains(jid.domain())) {
            bridge.memberAdded(jid);
        }
        return Answer.done("Made the account " + jid
                + ".\nIts password is set on this page, which works once and for 30 minutes:\n" + passwordLink(jid));
    }

    private Answer resetLink(Jid jid) throws Trouble {
        existing(jid);
        return Answer.done("A new password for " + jid + " is set on this page, which works once and for 30 minutes:\n"
                + passwordLink(jid));
    }

    private Answer setPassword(Jid jid, String password) throws Trouble {
        existing(jid);
        await(admin.setPassword(jid, password, false));
        return Answer.done("Set the password of " + jid + ", and ended its sessions.");
    }

    private Answer devices(Jid jid) throws Trouble {
        existing(jid);
        List<AppPassword> all = await(admin.appPasswords(jid));
        StringBuilder text = new StringBuilder();
        for (AppPassword one : all) {
            String used = one.used() == null ? "not used yet" : "used last on " + DAY.format(one.used());
            text.append("%-40s made on %s, %s%n".formatted(one.name(), DAY.format(one.created()), used));
        }
        return Answer.done(text + (all.size() == 1 ? "1 app password" : all.size() + " app passwords"));
    }

    private Answer revoke(Jid jid, String name) throws Trouble {
        existing(jid);
        for (AppPassword one : await(admin.appPasswords(jid))) {
            if (one.name().equals(name)) {
                await(admin.revokeAppPassword(jid, one.id()));
                return Answer.done("Revoked the app password \"" + name + "\" of " + jid + ", and ended its sessions.");
            }
        }
        throw new Trouble("There is no app password \"" + name + "\" of " + jid + ". \"user devices " + jid
                + "\" shows those that there are.");
    }

    private Answer delete(Jid jid) throws Trouble {
        existing(jid);
        // The account goes last, so that whoever is interrupted can give the same command again.
        await(admin.setEnabled(jid, false));
        if (siteDomains.contains(jid.domain())) {
            bridge.memberRemoved(jid);
        }
        await(admin.deleteAccount(jid));
        return Answer.done("Deleted the account " + jid + " and all that hung on it.");
    }

    private void existing(Jid jid) throws Trouble {
        if (await(admin.account(jid)).isEmpty()) {
            throw new Trouble("There is no account " + jid + ". \"user list\" shows those that there are.");
        }
    }

    private String listAll() throws Trouble {
        String text = list(admin.domains());
        int others = await(admin.countAccounts());
        for (String domain : admin.domains()) {
            others -= await(admin.countAccounts(domain, ""));
        }
        return others <= 0
                ? text
                : text + ", and " + accounts(others) + " of domains that this configuration does not name";
    }

    private static String accounts(int count) {
        return count == 1 ? "1 account" : count + " accounts";
    }

    private String list(List<String> domains) throws Trouble {
        StringBuilder text = new StringBuilder();
        int total = 0;
        for (String domain : domains) {
            for (int offset = 0; ; offset += PAGE) {
                List<Account> page = await(admin.accounts(domain, "", offset, PAGE));
                page.forEach(account -> text.append(line(account)).append('\n'));
                total += page.size();
                if (page.size() < PAGE) {
                    break;
                }
            }
        }
        return text + accounts(total);
    }

    private static String line(Account account) {
        String role = account.role() == Account.Role.ADMIN ? "admin" : "member";
        return "%-40s %-8s since %s%s"
                .formatted(account.jid(), role, DAY.format(account.created()), account.enabled() ? "" : "  (disabled)");
    }

    private Answer adminLink() throws Trouble {
        return Answer.done("An admin is set up on this page, which works once and for 30 minutes:\n" + adminUrl());
    }

    private Answer copyDatabase() {
        try {
            snapshot.take();
            return Answer.done("Copied the database.");
        } catch (IOException | RuntimeException e) {
            return Answer.failed("The database could not be copied: " + e.getMessage());
        }
    }

    /** A one-time address where an admin is set up. */
    String adminUrl() throws Trouble {
        Jid site = Jid.of(siteDomains.get(0));
        return link("first-admin", await(admin.createLink("first-admin", site)));
    }

    private String passwordLink(Jid jid) throws Trouble {
        return link("set-password", await(admin.createLink("set-password", jid)));
    }

    private String link(String purpose, String secret) {
        return bridge.siteUrl() + "/" + purpose + "/" + secret;
    }

    /** Whether the site has no admin yet, as far as a first look tells. */
    boolean lacksAdmin() throws Trouble {
        List<Account> accounts = await(admin.accounts(siteDomains.get(0), "", 0, PAGE));
        return accounts.size() < PAGE && accounts.stream().noneMatch(one -> one.role() == Account.Role.ADMIN);
    }

    private static <T> T await(CompletionStage<T> stage) throws Trouble {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Trouble(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new Trouble("The server did not do it within " + PATIENCE_SECONDS + " seconds; its log may say why.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("The server is ending.");
        }
    }
}
