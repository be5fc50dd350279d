package org.ratatosk.server.stream.sasl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;

/**
 * Who knows more passwords of accounts than are kept here. It is asked with the password itself, which PLAIN alone gives; nothing
 * of it is kept. Thread-safe.
 */
public interface PasswordsElsewhere {
    /** Nobody does. */
    PasswordsElsewhere NOWHERE = new PasswordsElsewhere() {
        @Override
        public boolean of(String domain) {
            return false;
        }

        @Override
        public CompletionStage<Boolean> check(Jid account, String password) {
            return CompletableFuture.completedStage(false);
        }

        @Override
        public String hint() {
            return "";
        }
    };

    /** Whether it is asked for accounts of a domain. */
    boolean of(String domain);

    /**
     * Whether it is the password of an account that may log in; the account is there when the stage gives true. Asked for accounts
     * that there are not, too. Does not block; the stage fails when it cannot be known now.
     */
    CompletionStage<Boolean> check(Jid account, String password);

    /** What people are told who gave a wrong password in a way in which this one is never right, in a sentence. */
    String hint();
}
