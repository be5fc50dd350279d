package org.ratatosk.bridge.store.sql;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;

/** The site's keys in the database. Thread-safe. */
public final class SqlSiteKeys implements SiteKeys {
    private static final int LONGEST_NAME = 100;
    private static final int ID_LENGTH = 8;
    private static final String SIGNS = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Transactions db;
    private final SecureRandom random;
    private final InstantSource clock;

    /** @param random for ids and secrets */
    public SqlSiteKeys(Transactions db, SecureRandom random, InstantSource clock) {
        this.db = db;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public List<Entry> all() {
        return db.read(handle -> handle.createQuery(
                        "SELECT id, name, scopes, created FROM site_key ORDER BY created, id")
                .map((row, context) -> new Entry(
                        row.getString("id"),
                        row.getString("name"),
                        scopes(row.getString("scopes")),
                        Instant.ofEpochMilli(row.getLong("created"))))
                .list());
    }

    @Override
    public Optional<Granted> find(String id) {
        return db.read(handle -> handle.createQuery("SELECT secret, scopes FROM site_key WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> granted(row.getString("secret"), row.getString("scopes")))
                        .findOne())
                .flatMap(found -> found);
    }

    private static Optional<Granted> granted(String secret, String scopes) {
        return SiteKey.read(secret).map(key -> new Granted(key, scopes(scopes)));
    }

    /** What is unknown is not granted. */
    private static Set<Scope> scopes(String text) {
        List<String> names = Arrays.asList(text.split(","));
        return EnumSet.allOf(Scope.class).stream()
                .filter(scope -> names.contains(scope.name()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    @Override
    public SiteKey make(String name, Set<Scope> scopes) {
        String shown = name.strip();
        if (shown.isEmpty() || shown.length() > LONGEST_NAME) {
            throw new CmsException("Say in at most " + LONGEST_NAME + " characters what the key is for.", false);
        }
        if (scopes.isEmpty()) {
            throw new CmsException("Say what may be done with the key.", false);
        }
        SiteKey key = SiteKey.fresh(
                random.ints(ID_LENGTH, 0, SIGNS.length())
                        .mapToObj(i -> SIGNS.substring(i, i + 1))
                        .collect(Collectors.joining()),
                random);
        return db.write(handle -> {
            int count = handle.createQuery("SELECT COUNT(*) FROM site_key")
                    .mapTo(Integer.class)
                    .one();
            if (count >= MOST) {
                throw new CmsException("There are " + MOST + " keys already. Revoke one that is not used.", false);
            }
            handle.createUpdate("INSERT INTO site_key (id, name, secret, scopes, created)"
                            + " VALUES (:id, :name, :secret, :scopes, :created)")
                    .bind("id", key.id())
                    .bind("name", shown)
                    .bind("secret", key.written())
                    .bind("scopes", scopes.stream().map(Scope::name).collect(Collectors.joining(",")))
                    .bind("created", clock.instant().toEpochMilli())
                    .execute();
            return key;
        });
    }

    @Override
    public void revoke(String id) {
        db.write(handle -> handle.createUpdate("DELETE FROM site_key WHERE id = :id")
                .bind("id", id)
                .execute());
    }
}
