package org.ratatosk.server.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.AccountStore;
import org.ratatosk.server.store.ScramKeys;

/** Accounts in a database. Confined to one read or write. */
final class SqlAccounts implements AccountStore {
    private static final String SELECT = "SELECT jid, incarnation, role, enabled, created FROM account ";
    private static final String NAMED = "WHERE domain = ? AND local_part LIKE ? ESCAPE '!' ";

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
        rows.change("DELETE FROM scram_keys WHERE jid = ?", bare.toString());
        for (String table : List.of("roster_item", "roster_request", "blocked", "archive", "undelivered")) {
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

    private static String containing(String part) {
        return "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    @Override
    public void putKeys(Jid bare, List<ScramKeys> keys) {
        rows.change("DELETE FROM scram_keys WHERE jid = ?", bare.toString());
        for (ScramKeys key : keys) {
            rows.change(
                    "INSERT INTO scram_keys (jid, mechanism, salt, iterations, stored_key, server_key)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    bare.toString(),
                    key.mechanism(),
                    Rows.base64(key.salt()),
                    key.iterations(),
                    Rows.base64(key.storedKey()),
                    Rows.base64(key.serverKey()));
        }
    }

    @Override
    public List<ScramKeys> keys(Jid bare) {
        return rows.query(
                        "SELECT mechanism, salt, iterations, stored_key, server_key FROM scram_keys WHERE jid = ?"
                                + " ORDER BY mechanism",
                        bare.toString())
                .map((row, context) -> new ScramKeys(
                        row.getString("mechanism"),
                        Rows.bytes(row.getString("salt")),
                        row.getInt("iterations"),
                        Rows.bytes(row.getString("stored_key")),
                        Rows.bytes(row.getString("server_key"))))
                .list();
    }
}
