package org.ratatosk.trials.suite;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.FailedTest;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.ConcreteTest;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.igniterealtime.smack.inttest.SuccessfulTest;
import org.igniterealtime.smack.inttest.TestNotPossible;
import org.jivesoftware.smack.Smack;
import org.ratatosk.trials.suite.Outcome.End;

/**
 * Smack's integration tests. Its accounts are made and removed by an admin (XEP-0133), and it finds the server by SRV records. Confined
 * to one thread.
 */
final class SmackSuite {
    /** Smack's newer connections hang in their own reactor on machines with few processors, whatever the server. */
    private static final String CONNECTIONS_LEFT_OUT =
            "modular,modular-nocompress,modular-websocket-okhttp,modular-websocket-java11";

    /** How long Smack waits for an answer, in milliseconds. */
    private static final String PATIENCE = "20000";

    private final String domain;
    private final String admin;
    private final String password;

    /**
     * @param domain of the server under test
     * @param admin the user name of one of its admins
     * @param password the admin's
     */
    SmackSuite(String domain, String admin, String password) {
        this.domain = domain;
        this.admin = admin;
        this.password = password;
    }

    /** Runs all tests and tells of each, by its name. */
    Map<String, Outcome> runAll() throws Exception {
        return run(Configuration.builder());
    }

    /** Runs one test again, and nothing beside it. */
    Outcome runSingly(Outcome before) throws Exception {
        Map<String, Outcome> after = run(Configuration.builder().setEnabledTests(before.test()));
        return after.getOrDefault(before.test(), before);
    }

    private Map<String, Outcome> run(Configuration.Builder chosen) throws Exception {
        Configuration configuration = chosen.setService(domain)
                .setAdminAccountUsernameAndPassword(admin, password)
                .setSecurityMode("required")
                .setReplyTimeout(PATIENCE)
                .setDisabledConnections(CONNECTIONS_LEFT_OUT)
                .setDnsResolver(Configuration.DnsResolver.javax)
                .build();
        Smack.ensureInitialized(); // or else that happens after the suite has chosen the resolver, and chooses another
        TestRunResult result = new SmackIntegrationTestFramework(configuration).run();
        Map<String, Outcome> outcomes = new TreeMap<>();
        for (SuccessfulTest test : result.getSuccessfulTests()) {
            put(outcomes, test.concreteTest, End.PASSED, "");
        }
        for (FailedTest test : result.getFailedTests()) {
            put(outcomes, test.concreteTest, End.FAILED, test.failureReason.toString());
        }
        for (TestNotPossible test : result.getNotPossibleTests()) {
            put(outcomes, test.concreteTest, End.NOT_POSSIBLE, message(test.testNotPossibleException));
        }
        result.getImpossibleTestClasses().forEach((type, why) -> put(outcomes, type, message(why)));
        return outcomes;
    }

    private static String message(Throwable why) {
        return Objects.requireNonNullElse(why.getMessage(), why.toString());
    }

    private static void put(Map<String, Outcome> outcomes, ConcreteTest test, End end, String reason) {
        String name = test.getMethod().getDeclaringClass().getSimpleName() + "."
                + test.getMethod().getName();
        outcomes.put(name, new Outcome(name, end, reason));
    }

    private static void put(Map<String, Outcome> outcomes, Class<? extends AbstractSmackIntTest> type, String reason) {
        outcomes.put(type.getSimpleName(), new Outcome(type.getSimpleName(), End.NOT_POSSIBLE, reason));
    }
}
