package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/** The page of app passwords. */
class DevicesTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private final RunningWeb web = new RunningWeb();
    private final String page = web.https() + "/me/devices";

    @BeforeEach
    void logIn() {
        web.people();
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void aPasswordIsShownOnceAndNeverAgain() {
        HttpResponse<String> made = web.submit(page, page, "action", "make", "name", "<i>Phone</i>");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.body()).contains("app-password-", "&lt;i&gt;Phone&lt;/i&gt;", "not used yet");
        assertThat(made.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(web.get(page).body()).doesNotContain("app-password-").contains("&lt;i&gt;Phone&lt;/i&gt;");
    }

    @Test
    void aPasswordIsRevokedByItsOwnerAlone() {
        web.submit(page, page, "action", "make", "name", "Phone");
        String id = web.admin.devices.get(ALICE).get(0).id();
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        web.submit(page, page, "action", "revoke", "id", id);
        assertThat(web.admin.devices.get(ALICE)).hasSize(1);
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        HttpResponse<String> revoked = web.submit(page, page, "action", "revoke", "id", id);
        assertThat(revoked.headers().firstValue("Location")).hasValue("/me/devices?done=device");
        assertThat(web.admin.devices.get(ALICE)).isEmpty();
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        HttpResponse<String> refused = web.submit(page, page, "action", "make", "name", "");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Name the device");
    }

    @Test
    void whosePasswordIsTheWebsitesChangesItThere() {
        String password = web.https() + "/me/password";
        assertThat(web.get(password).body()).contains("Old password");
        web.admin.passwords.remove(ALICE);
        web.admin.elsewhere.put(ALICE, "as on the website");
        web.login(web.https(), "alice", "as on the website");
        assertThat(web.get(password).body())
                .contains("changed there", "/me/devices")
                .doesNotContain("Old password");
        HttpResponse<String> refused = web.submit(
                page, password, "old", "as on the website", "new", "battery staple", "again", "battery staple");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(web.admin.passwords).doesNotContainKey(ALICE);
    }

    @Test
    void aNameThatNoAddressHoldsLogsInAsItIsAtTheWebsite() {
        web.bridge.add("space\\20cadet", "Cadet");
        web.admin.add("space\\20cadet@example.org", RunningWeb.PASSWORD, Account.Role.MEMBER);
        assertThat(web.login(web.https(), "Space Cadet", RunningWeb.PASSWORD).statusCode())
                .isEqualTo(303);
        assertThat(web.get(page).body()).contains("space\\20cadet@example.org");
    }

    @Test
    void nobodyElseGetsThere() {
        web.cookies.clear();
        assertThat(web.get(page).headers().firstValue("Location").orElse("")).startsWith("/login");
    }
}
