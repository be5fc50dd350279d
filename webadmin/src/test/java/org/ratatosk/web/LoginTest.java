package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/** Security test 34, its logins, and 37, of accounts that are made again. */
class LoginTest {
    private static final String LOGIN = "__Host-ratatosk";
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void people() {
        web.people();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private HttpResponse<String> login(String name, String password) {
        return web.login(web.https(), name, password);
    }

    private boolean loggedIn() {
        return web.get(web.https() + "/me").statusCode() == 200;
    }

    @Test
    void theRightPasswordOpens() {
        HttpResponse<String> page = login("alice", RunningWeb.PASSWORD);
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).contains("/");
        assertThat(page.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith(LOGIN + "=")
                        && cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict; Secure"));
        assertThat(loggedIn()).isTrue();
        assertThat(web.get(web.https() + "/").body()).contains("Log out");
        login("ALICE@Example.ORG", RunningWeb.PASSWORD);
        assertThat(loggedIn()).isTrue();
    }

    @Test
    void theWrongOneDoesNotAndSaysNoMoreThanThat() {
        String wrong = login("alice", "wrong").body();
        assertThat(wrong).contains("That name and password do not belong together.");
        String unknown = login("nobody", "wrong").body();
        assertThat(unknown).contains("That name and password do not belong together.");
        assertThat(login("al ice", "x").statusCode()).isEqualTo(422);
        assertThat(login("example.org", "x").statusCode()).isEqualTo(422);
        assertThat(login("", "").statusCode()).isEqualTo(422);
        assertThat(loggedIn()).isFalse();
    }

    @Test
    void guessingAtOneAccountIsStopped() {
        for (int i = 0; i < 5; i++) {
            assertThat(login("alice", "wrong").statusCode()).isEqualTo(422);
        }
        HttpResponse<String> page = login("alice", RunningWeb.PASSWORD);
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(page.body()).contains("Too many wrong passwords. Wait a few minutes and try again.");
        web.clock.turn(Duration.ofMinutes(10));
        assertThat(login("alice", RunningWeb.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void aNameMistypedByManyDoesNotLockTheirAddress() {
        for (int i = 0; i < 30; i++) {
            assertThat(login("member" + i, "wrong").statusCode())
                    .as("try %s", i)
                    .isEqualTo(422);
        }
        for (int i = 0; i < 6; i++) {
            login("bob", "wrong");
        }
        assertThat(login("bob", RunningWeb.PASSWORD).statusCode()).isEqualTo(429);
        assertThat(login("alice", RunningWeb.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void guessingAtVeryManyAccountsFromOneAddressIsStoppedByTheServer() {
        for (int i = 0; i < 50; i++) {
            login("member" + i, "wrong");
        }
        HttpResponse<String> page = login("alice", RunningWeb.PASSWORD);
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(page.body()).contains("Too many wrong passwords. Wait a few minutes and try again.");
        web.clock.turn(Duration.ofMinutes(1));
        assertThat(login("alice", RunningWeb.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void aLoginHasANewKeyEachTimeAndNoneCanBePlanted() {
        String planted = "abcdefghijklmnopqrstuvwxyz012345";
        web.get(web.https() + "/login");
        web.cookies.put(LOGIN, planted);
        web.submit(web.https() + "/login", web.https() + "/login", "name", "alice", "password", RunningWeb.PASSWORD);
        String first = web.cookies.get(LOGIN);
        assertThat(first).isNotNull().isNotEqualTo(planted);
        web.cookies.clear();
        web.cookies.put(LOGIN, planted);
        assertThat(loggedIn()).isFalse();
        login("alice", RunningWeb.PASSWORD);
        assertThat(web.cookies.get(LOGIN)).isNotEqualTo(first);
    }

    @Test
    void aSecondLoginEndsTheFirstOfTheSameBrowser() {
        login("alice", RunningWeb.PASSWORD);
        String first = web.cookies.get(LOGIN);
        String token = RunningWeb.token(web.get(web.https() + "/me").body());
        web.post(web.https() + "/login", "name", "bob", "password", RunningWeb.PASSWORD, "next", "/me", "token", token);
        assertThat(web.get(web.https() + "/me").body()).contains("bob@example.org");
        web.cookies.put(LOGIN, String.valueOf(first));
        assertThat(loggedIn()).isFalse();
    }

    @Test
    void loggingOutEndsTheLogin() {
        login("alice", RunningWeb.PASSWORD);
        Map<String, String> before = Map.copyOf(web.cookies);
        HttpResponse<String> page = web.submit(web.https() + "/me", web.https() + "/logout");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(web.cookies).doesNotContainKey(LOGIN);
        web.cookies.putAll(before);
        assertThat(loggedIn()).isFalse();
        assertThat(web.get(web.https() + "/logout").statusCode()).isEqualTo(303);
    }

    @Test
    void anUnusedLoginEndsAndAUsedOneToo() {
        login("alice", RunningWeb.PASSWORD);
        web.clock.turn(Duration.ofMinutes(119));
        assertThat(loggedIn()).isTrue();
        web.clock.turn(Duration.ofHours(2));
        assertThat(loggedIn()).isFalse();
        login("alice", RunningWeb.PASSWORD);
        for (int i = 0; i < 11; i++) {
            web.clock.turn(Duration.ofHours(1));
            assertThat(loggedIn()).isTrue();
        }
        web.clock.turn(Duration.ofHours(1));
        assertThat(loggedIn()).isFalse();
    }

    @Test
    void aDisabledDeletedOrRemadeAccountIsLoggedOut() {
        Jid alice = Jid.of("alice@example.org");
        login("alice", RunningWeb.PASSWORD);
        web.admin.setEnabled(alice, false).toCompletableFuture().join();
        assertThat(loggedIn()).isFalse();
        web.admin.setEnabled(alice, true).toCompletableFuture().join();
        assertThat(loggedIn()).isFalse();
        login("alice", RunningWeb.PASSWORD);
        assertThat(loggedIn()).isTrue();
        web.admin.deleteAccount(alice).toCompletableFuture().join();
        web.admin.add("alice@example.org", RunningWeb.PASSWORD, Account.Role.ADMIN);
        assertThat(loggedIn()).isFalse();
    }

    @Test
    void aChangedPasswordEndsEveryOtherLogin() {
        login("alice", RunningWeb.PASSWORD);
        String elsewhere = web.cookies.get(LOGIN);
        login("alice", RunningWeb.PASSWORD);
        HttpResponse<String> page = web.submit(
                web.https() + "/me/password",
                web.https() + "/me/password",
                "old",
                RunningWeb.PASSWORD,
                "new",
                "battery staple",
                "again",
                "battery staple");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(loggedIn()).isTrue();
        web.cookies.put(LOGIN, String.valueOf(elsewhere));
        assertThat(loggedIn()).isFalse();
        assertThat(login("alice", RunningWeb.PASSWORD).statusCode()).isEqualTo(422);
        assertThat(login("alice", "battery staple").statusCode()).isEqualTo(303);
    }

    @Test
    void aPasswordSetElsewhereEndsEveryLogin() {
        login("alice", RunningWeb.PASSWORD);
        assertThat(loggedIn()).isTrue();
        web.admin.setPassword(Jid.of("alice@example.org"), "battery staple", false);
        assertThat(loggedIn()).isFalse();
        assertThat(login("alice", "battery staple").statusCode()).isEqualTo(303);
        assertThat(loggedIn()).isTrue();
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        assertThat(web.get(web.console() + "/console").statusCode()).isEqualTo(200);
        web.admin.setPassword(Jid.of("root@example.org"), "battery staple", false);
        assertThat(web.get(web.console() + "/console").statusCode()).isNotEqualTo(200);
    }

    @Test
    void aPasswordIsChangedByWhoeverKnowsItOnly() {
        login("alice", RunningWeb.PASSWORD);
        String page = web.https() + "/me/password";
        assertThat(web.submit(page, page, "old", "wrong", "new", "battery staple", "again", "battery staple")
                        .body())
                .contains("The old password is not right.");
        assertThat(web.submit(page, page, "old", RunningWeb.PASSWORD, "new", "short", "again", "short")
                        .body())
                .contains("at least 8 characters");
        assertThat(web.submit(
                                page,
                                page,
                                "old",
                                RunningWeb.PASSWORD,
                                "new",
                                "battery staple",
                                "again",
                                "staple battery")
                        .body())
                .contains("not the same");
        assertThat(web.admin.passwords.get(Jid.of("alice@example.org"))).isEqualTo(RunningWeb.PASSWORD);
        for (int i = 0; i < 4; i++) {
            web.submit(page, page, "old", "wrong", "new", "battery staple", "again", "battery staple");
        }
        assertThat(web.submit(page, page, "old", "wrong", "new", "battery staple", "again", "battery staple")
                        .statusCode())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "/me/addresses, /me/addresses",
        "/posts/5?answer=7, /posts/5?answer=7",
        "//evil.example, /",
        "https://evil.example, /",
        "/\\evil.example, /",
        "javascript:alert(1), /",
        "/x/..//evil.example, /",
        "'/a\r\nSet-Cookie: x=y', /",
        "'', /"
    })
    void afterwardsOneGoesToAPathOfOursOnly(String next, String location) {
        web.cookies.clear();
        HttpResponse<String> page = web.submit(
                web.https() + "/login",
                web.https() + "/login",
                "name",
                "alice",
                "password",
                RunningWeb.PASSWORD,
                "next",
                next);
        assertThat(page.headers().allValues("Location")).isEqualTo(List.of(location));
    }

    @Test
    void othersThanMembersOfTheSiteAreTurnedAway() {
        HttpResponse<String> page = login("mallory@other.example", RunningWeb.PASSWORD);
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("This page is for members of example.org.");
        assertThat(login("boss@other.example", RunningWeb.PASSWORD).statusCode())
                .isEqualTo(422);
        assertThat(web.login(web.console(), "mallory@other.example", RunningWeb.PASSWORD)
                        .statusCode())
                .isEqualTo(422);
        assertThat(web.login(web.console(), "boss@other.example", RunningWeb.PASSWORD)
                        .headers()
                        .firstValue("Location"))
                .contains("/console");
    }

    @Test
    void accountsOfAllDomainsOfTheSiteAreMembers() {
        web.admin.add("alice@two.example", RunningWeb.PASSWORD, Account.Role.ADMIN);
        web.bridge.add("alice@two.example", "Other Alice");
        assertThat(login("alice@two.example", RunningWeb.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(web.get(web.https() + "/me").body()).contains("alice@two.example", "Other Alice");
        assertThat(web.get(web.https() + "/").body()).contains("/~alice%40two.example");
        web.login(web.console(), "alice@two.example", RunningWeb.PASSWORD);
        assertThat(web.get(web.console() + "/console/members").body()).contains("two.example");
        assertThat(web.get(web.console() + "/console/outbox").statusCode()).isEqualTo(403);
    }

    @Test
    void aMemberWhoIsLoggedInNeedsNoForm() {
        login("alice", RunningWeb.PASSWORD);
        assertThat(web.get(web.https() + "/login?next=/me").headers().firstValue("Location"))
                .contains("/me");
    }
}
