package org.ratatosk.server.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.AccountStore;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;

/** Accounts in a database. Confined to one read or write. */
final class SqlAccounts implements AccountStore {
    private static final String SELECT = "SELECT jid, incarnation, role, enabled, created FROM account ";
    private static final String NAMED = "WHERE domain = ? AND local_part LIKE ? ESCAPE '!' ";

    private static final List<String> OWNED = List.of(
            "account_password",
            "password_key",
            "roster_item",
            "roster_request",
            "blocked",
            "archive",
            "undelivered",
            "pep_node",
            "profile");

    private final Rows rows;

    SqlAccounts(Rows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<Account> find(Jid bare) {
        return rows.query(SELECT + "WHERE jid = ?", bare.toString())
                .map((row, context) -> account(row))
                .findOne();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                Jid.of(row.getString("jid")),
                row.getString("incarnation"),
                Account.Role.valueOf(row.getString("role")),
                row.getBoolean("enabled"),
                Rows.instant(row.getLong("created")));
    }

    @Override
    public boolean create(Account account) {
        if (find(account.jid()).isPresent()) {
            return false;
        }
        clear(account.jid());
        rows.change(
                "INSERT INTO account (jid, domain, local_part, incarnation, role, enabled, created)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                account.jid().toString(),
                account.jid().domain(),
                account.jid().local().orElse(""),
                account.incarnation(),
                account.role().name(),
                account.enabled(),
                Rows.micros(account.created()));
        return true;
    }

    @Override
    public boolean update(Account account) {
        return rows.change(
                        "UPDATE account SET role = ?, enabled = ? WHERE jid = ?",
                        account.role().name(),
                        account.enabled(),
                        account.jid().toString())
                > 0;
    }

    @Override
    public boolean delete(Jid bare) {
        if (rows.change("DELETE FROM account WHERE jid = ?", bare.toString()) == 0) {
            return false;
        }
        clear(bare);
        rows.change("DELETE FROM one_time_link WHERE subject = ?", bare.toString());
        return true;
    }

    /** Takes away what hangs on an account, but for its links. */
    private void clear(Jid bare) {
        for (String table : OWNED) {
            rows.change("DELETE FROM " + table + " WHERE owner = ?", bare.toString());
        }
    }

    @Override
    public List<Account> list(String domain, String part, int offset, int limit) {
        return rows.query(
                        SELECT + NAMED + "ORDER BY domain, local_part OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                        domain,
                        containing(part),
                        offset,
                        limit)
                .map((row, context) -> account(row))
                .list();
    }

    @Override
    public int count(String domain, String part) {
        return Math.toIntExact(rows.number("SELECT COUNT(*) FROM account " + NAMED, domain, containing(part)));
    }

    @Override
    public int count() {
        return Math.toIntExact(rows.number("SELECT COUNT(*) FROM account"));
    }

    private static String containing(String part) {
        return "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    @Override
    public void putPassword(Jid bare, Password password) {
        String owner = bare.toString();
        removeOwnIf(password.own(), owner);
        rows.change(
                "INSERT INTO account_password (owner, id, name, created, used) VALUES (?, ?, ?, ?, ?)",
                owner,
                password.id(),
                password.name(),
                Rows.micros(password.created()),
                password.used() == null ? null : Rows.micros(password.used()));
        for (ScramKeys key : password.keys()) {
            rows.change(
                    "INSERT INTO password_key (owner, password, mechanism, salt, iterations, stored_key, server_key)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    owner,
                    password.id(),
                    key.mechanism(),
                    Rows.base64(key.salt()),
                    key.iterations(),
                    Rows.base64(key.storedKey()),
                    Rows.base64(key.serverKey()));
        }
    }

    private void removeOwnIf(boolean replaced, String owner) {
        if (replaced) {
            rows.change(
                    "DELETE FROM password_key WHERE owner = ? AND password IN"
                            + " (SELECT id FROM account_password WHERE owner = ? AND name = '')",
                    owner,
                    owner);
            rows.change("DELETE FROM account_password WHERE owner = ? AND name = ''", owner);
        }
    }

    @Override
    public boolean removePassword(Jid bare, String id) {
        rows.change("DELETE FROM password_key WHERE owner = ? AND password = ?", bare.toString(), id);
        return rows.change("DELETE FROM account_password WHERE owner = ? AND id = ?", bare.toString(), id) > 0;
    }

    @Override
    public void passwordUsed(Jid bare, String id, Instant at) {
        rows.change(
                "UPDATE account_password SET used = ? WHERE owner = ? AND id = ?",
                Rows.micros(at),
                bare.toString(),
                id);
    }

    @Override
    public List<Password> passwords(Jid bare) {
        Map<String, Password> found = new LinkedHashMap<>();
        rows.query(
                        "SELECT p.id, p.name, p.created, p.used, k.mechanism, k.salt, k.iterations, k.stored_key, k.server_key"
                                + " FROM account_password p JOIN password_key k ON k.owner = p.owner AND k.password = p.id"
                                + " WHERE p.owner = ? ORDER BY CASE WHEN p.name = '' THEN 0 ELSE 1 END, p.created, p.id,"
                                + " k.mechanism",
                        bare.toString())
                .map((row, context) -> password(row))
                .forEach(one -> found.merge(one.id(), one, SqlAccounts::together));
        return List.copyOf(found.values());
    }

    private static Password password(ResultSet row) throws SQLException {
        long used = row.getLong("used");
        boolean unused = row.wasNull();
        return new Password(
                row.getString("id"),
                row.getString("name"),
                Rows.instant(row.getLong("created")),
                unused ? null : Rows.instant(used),
                List.of(new ScramKeys(
                        row.getString("mechanism"),
                        Rows.bytes(row.getString("salt")),
                        row.getInt("iterations"),
                        Rows.bytes(row.getString("stored_key")),
                        Rows.bytes(row.getString("server_key")))));
    }

    private static Password together(Password one, Password other) {
        List<ScramKeys> keys =
                Stream.concat(one.keys().stream(), other.keys().stream()).toList();
        return new Password(one.id(), one.name(), one.created(), one.used(), keys);
    }
}
