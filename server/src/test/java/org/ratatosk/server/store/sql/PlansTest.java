package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore.Filter;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.Store;

/** What the store asks of large tables is found by indexes: the database's own account of how many rows it looked at is short. */
class PlansTest {
    private static final int MANY = 1000;
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid FRIEND = Jid.of("c7@example.org");
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    private final Database database = Database.memory(List.of(Schema.SERVER));
    private final SqlStore store = new SqlStore(database);
    private final List<String> plans = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void fill() {
        String range = " FROM SYSTEM_RANGE(1, " + MANY + ")";
        database.jdbi().useHandle(handle -> {
            for (String owner : List.of("alice@example.org", "bob@example.org")) {
                handle.execute(
                        "INSERT INTO roster_item SELECT ?, 'c' || X || '@example.org', '', '', 'BOTH', FALSE,"
                                + " FALSE, '', X, FALSE" + range,
                        owner);
                handle.execute(
                        "INSERT INTO roster_request (owner, sender, stanza) SELECT ?, 's' || X || '@example.org',"
                                + " '<presence xmlns=''jabber:client''/>'" + range,
                        owner);
                handle.execute("INSERT INTO blocked SELECT ?, 'b' || X || '@example.org'" + range, owner);
                handle.execute(
                        "INSERT INTO archive (owner, id, peer, peer_resource, stored_at, message_key, message)"
                                + " SELECT ?, 'i' || X, 'c' || MOD(X, 3) || '@example.org', '', X, 'k' || X,"
                                + " '<message xmlns=''jabber:client''/>'" + range,
                        owner);
            }
            handle.execute(
                    "INSERT INTO account SELECT 'u' || X || '@example.org', 'example.org', 'u' || X, 'i', 'MEMBER',"
                            + " TRUE, 0" + range);
            handle.execute("INSERT INTO account_password SELECT 'u' || X || '@example.org', 'p', '', 0, NULL" + range);
            handle.execute(
                    "INSERT INTO password_key SELECT 'u' || X || '@example.org', 'p', 'M', '', 1, '', ''" + range);
            handle.execute("INSERT INTO undelivered SELECT owner, seq FROM archive");
            handle.execute("ANALYZE");
        });
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                plans.add(plan(context));
            }
        });
    }

    @AfterEach
    void close() {
        database.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
        store.close();
        database.close();
    }

    @SuppressWarnings("removal") // there is no other way to what was bound
    private static String plan(StatementContext context) {
        String sql = context.getParsedSql().getSql();
        // to analyze is to execute
        String explain = sql.startsWith("SELECT") ? "EXPLAIN ANALYZE " : "EXPLAIN ";
        try (PreparedStatement statement = context.getConnection().prepareStatement(explain + sql)) {
            for (int i = 0; i < statement.getParameterMetaData().getParameterCount(); i++) {
                Argument argument = context.getBinding().findForPosition(i).orElseThrow();
                argument.apply(i + 1, statement, context);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1).replaceAll("\\s+", " ");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private <T> void reads(int most, Function<Store.Tables, T> query) {
        store.read(query).toCompletableFuture().join();
        check(most);
    }

    private void writes(int most, Consumer<Store.Tables> write) {
        store.write(List.of(write)).toCompletableFuture().join();
        check(most);
    }

    private void check(int most) {
        assertThat(plans).isNotEmpty();
        for (String plan : plans) {
            assertThat(plan).doesNotContain("tableScan");
            Matcher scanned = SCANNED.matcher(plan);
            // what is counted is counted in an index
            while (scanned.find() && !plan.startsWith("SELECT COUNT")) {
                assertThat(Integer.parseInt(scanned.group(1))).as(plan).isLessThanOrEqualTo(most);
            }
        }
        plans.clear();
    }

    @Test
    void oneContactOfMany() {
        RosterItem item = new RosterItem(FRIEND, "Friend", List.of(), Subscription.TO, false, false, "");
        writes(2, tables -> tables.rosters().put(ALICE, item));
        writes(2, tables -> tables.rosters().remove(ALICE, FRIEND));
        reads(2, tables -> tables.rosters().version(ALICE));
        reads(12, tables -> tables.rosters().changesAfter(ALICE, MANY - 8));
        writes(2, tables -> tables.rosters().removePendingIn(ALICE, Jid.of("s7@example.org")));
        reads(MANY + 1, tables -> tables.rosters().items(ALICE));
        reads(MANY + 1, tables -> tables.rosters().pendingIn(ALICE));
    }

    @Test
    void contactsThatCameAndWentLeaveFewRows() {
        Jid carol = Jid.of("carol@example.org");
        for (int i = 0; i < 60; i++) {
            RosterItem item = new RosterItem(
                    Jid.of("c" + i + "@example.net"), "", List.of(), Subscription.NONE, false, false, "");
            writes(2, tables -> tables.rosters().put(carol, item));
            writes(2, tables -> tables.rosters().remove(carol, item.contact()));
        }
        long rows = database.jdbi()
                .withHandle(
                        handle -> handle.select("SELECT COUNT(*) FROM roster_item WHERE owner = ?", carol.toString())
                                .mapTo(Long.class)
                                .one());
        assertThat(rows).isEqualTo(25);
    }

    @Test
    void oneAccountOfMany() {
        Jid bare = Jid.of("u77@example.org");
        reads(2, tables -> tables.accounts().find(bare));
        reads(3, tables -> tables.accounts().passwords(bare));
        reads(151, tables -> tables.accounts().list("example.org", "", 100, 50));
        writes(2, tables -> tables.accounts().delete(bare));
        writes(2, tables -> tables.blocks().remove(ALICE, Set.of(Jid.of("b7@example.org"))));
    }

    @Test
    void onePageOfALongArchive() {
        for (boolean backwards : new boolean[] {false, true}) {
            reads(21, tables -> tables.archive().query(ALICE, new Filter(null, null, null, null, null, backwards, 10)));
        }
        reads(21, tables -> tables.archive().query(ALICE, new Filter(null, null, null, "i5", null, false, 10)));
        reads(21, tables -> tables.archive().query(ALICE, new Filter(null, null, null, null, "i990", true, 10)));
        reads(21, tables -> tables.archive().undelivered(ALICE, "i10", 10));
        writes(2, tables -> tables.archive().markDelivered(ALICE, List.of("i10")));
    }
}
