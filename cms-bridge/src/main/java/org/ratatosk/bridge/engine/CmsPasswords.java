package org.ratatosk.bridge.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidEscaping;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.stream.sasl.PasswordsElsewhere;

/**
 * The CMS knows the passwords of the site's members: it is asked at each login, whether there is such an account here or not, and
 * the account of somebody who logs in for the first time is made. Questions wait in a bounded queue, and no longer than a given
 * time. Thread-safe.
 */
public final class CmsPasswords implements PasswordsElsewhere, AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 100;

    private final RemoteCms cms;
    private final Admin admin;
    private final String domain;
    private final BiConsumer<Jid, RemoteCms.Person> welcome;
    private final String hint;
    private final Duration patience;
    private final ExecutorService pool;

    /**
     * @param cms knows the passwords
     * @param admin has the accounts
     * @param domain the site's main domain, whose accounts the CMS's people have
     * @param welcome is told of accounts that were made, and of whom they are
     * @param hint what people are told whose client does not show their password to the server, in a sentence
     * @param patience how long one question may take
     */
    public CmsPasswords(
            RemoteCms cms,
            Admin admin,
            String domain,
            BiConsumer<Jid, RemoteCms.Person> welcome,
            String hint,
            Duration patience) {
        this.cms = cms;
        this.admin = admin;
        this.domain = domain;
        this.welcome = welcome;
        this.hint = hint;
        this.patience = patience;
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "cms-passwords-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.pool = threads;
    }

    @Override
    public boolean of(String asked) {
        return asked.equals(domain);
    }

    @Override
    public String hint() {
        return hint;
    }

    @Override
    public CompletionStage<Boolean> check(Jid account, String password) {
        try {
            return CompletableFuture.supplyAsync(() -> isRight(account, password), pool)
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new CmsException("Too many logins wait for the CMS.", true));
        }
    }

    private boolean isRight(Jid account, String password) {
        String login = JidEscaping.unescape(account.local().orElse(""));
        Optional<RemoteCms.Person> person = cms.checkPassword(login, password);
        // a CMS may know people by other names too; here they have one
        boolean same = person.flatMap(who -> JidEscaping.account(who.name(), domain))
                .filter(account::equals)
                .isPresent();
        return same && mayLogIn(account, person.get());
    }

    private boolean mayLogIn(Jid jid, RemoteCms.Person person) {
        Optional<Account> there = Await.result(admin.account(jid));
        if (there.isEmpty()) {
            made(jid, person);
            there = Await.result(admin.account(jid));
        }
        return there.filter(Account::enabled).isPresent();
    }

    private void made(Jid jid, RemoteCms.Person person) {
        try {
            Await.result(admin.createAccount(jid, Account.Role.MEMBER));
        } catch (IllegalArgumentException e) {
            return; // somebody was faster, or no account can have that address
        }
        welcome.accept(jid, person);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
