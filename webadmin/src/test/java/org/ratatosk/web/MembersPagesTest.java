package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

class MembersPagesTest {
    private static final Jid HOME = Jid.of("alice@example.org");
    private final RunningWeb web = new RunningWeb();
    private String addresses = "";
    private String subscriptions = "";

    @BeforeEach
    void alice() {
        web.people();
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        addresses = web.https() + "/me/addresses";
        subscriptions = web.https() + "/me/subscriptions";
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private void identity(String address, String member, Right... rights) {
        Set<Right> set = EnumSet.noneOf(Right.class);
        set.addAll(Set.of(rights));
        web.bridge.identities.add(new Identity(Jid.of(address), member, set, web.clock.instant(), Proof.CERTIFICATE));
    }

    @Test
    void settingsAreSaved() {
        String page = web.https() + "/me";
        HttpResponse<String> done =
                web.submit(page, page, "display-name", "Alice A.", "security", "friends", "alerts", "on");
        assertThat(done.headers().firstValue("Location")).contains("/me?done=saved");
        assertThat(web.bridge.members.get("alice"))
                .isEqualTo(new Member("alice", HOME, "Alice A.", Security.FRIENDS, true));
        assertThat(web.get(page).body()).contains("value=\"friends\" checked", "value=\"on\" checked");
        web.submit(page, page, "display-name", "Alice A.", "security", "private");
        assertThat(web.bridge.members.get("alice"))
                .isEqualTo(new Member("alice", HOME, "Alice A.", Security.PRIVATE, false));
        assertThat(web.submit(page, page, "display-name", "x".repeat(81), "security", "public")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void anAddressIsLinkedByACodeThatIsShownOnce() {
        HttpResponse<String> shown = web.submit(addresses, addresses, "action", "link", "address", "a@work.example/pc");
        assertThat(shown.body())
                .contains("Now send this code from a@work.example", "K7-PINE-42", "code K7-PINE-42")
                .contains("xmpp:ratatosk@example.org?message;body=code%20K7-PINE-42");
        assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(web.get(addresses).body())
                .contains("a@work.example", "waits for its code")
                .doesNotContain("K7-PINE-42");
    }

    @Test
    void whatCannotBeLinkedIsSaidInWords() {
        assertThat(web.submit(addresses, addresses, "action", "link", "address", "not an address")
                        .body())
                .contains("is no address. It has to look like name@example.net.");
        assertThat(web.submit(addresses, addresses, "action", "link", "address", "work.example")
                        .body())
                .contains("A bare domain cannot be linked.");
        assertThat(web.bridge.pending).isEmpty();
    }

    @Test
    void rightsAreTicked() {
        identity("a@work.example", "alice", Right.ALERTS);
        web.submit(
                addresses,
                addresses,
                "action",
                "rights",
                "address",
                "a@work.example",
                "right",
                "post",
                "right",
                "comment");
        assertThat(web.bridge.identities.get(0).rights()).containsExactlyInAnyOrder(Right.POST, Right.COMMENT);
        web.submit(addresses, addresses, "action", "rights", "address", "a@work.example");
        assertThat(web.bridge.identities.get(0).rights()).isEmpty();
    }

    @Test
    void anAddressIsGivenUp() {
        identity("a@work.example", "alice", Right.ALERTS);
        web.submit(addresses, addresses, "action", "unlink", "address", "a@work.example");
        assertThat(web.bridge.identities).isEmpty();
    }

    @Test
    void theAddressesOfOthersAreTheirs() {
        identity("b@work.example", "bob", Right.ALERTS);
        assertThat(web.get(addresses).body()).doesNotContain("b@work.example");
        web.submit(addresses, addresses, "action", "unlink", "address", "b@work.example");
        web.submit(addresses, addresses, "action", "rights", "address", "b@work.example", "right", "post");
        assertThat(web.bridge.identities.get(0).rights()).containsExactly(Right.ALERTS);
    }

    @Test
    void whereNoAlertsGoIsSaid() {
        assertThat(web.get(subscriptions).body()).doesNotContain("suspended");
        web.bridge.suspensions.put("alice", List.of("Alerts to a@x.example are suspended."));
        assertThat(web.get(subscriptions).body()).contains("Alerts to a@x.example are suspended.");
    }

    @Test
    void alertsThatAreSuspendedGoAgain() {
        assertThat(web.get(subscriptions).body()).doesNotContain("value=\"resume\"");
        web.bridge.suspensions.put("alice", List.of("Alerts to a@x.example are suspended."));
        web.bridge.suspensions.put("bob", List.of("Alerts to b@x.example are suspended."));
        assertThat(web.get(subscriptions).body()).contains("value=\"resume\"");
        HttpResponse<String> done = web.submit(subscriptions, subscriptions, "action", "resume");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("/me/subscriptions?done=resumed");
        assertThat(web.get(subscriptions + "?done=resumed").body())
                .contains("Alerts go there again.")
                .doesNotContain("suspended");
        assertThat(web.bridge.suspensions).containsOnlyKeys("bob");
    }

    @Test
    void subscriptionsAreAddedAndRemoved() {
        HttpResponse<String> done = web.submit(
                subscriptions,
                subscriptions,
                "action",
                "add",
                "target",
                "member",
                "value",
                "bob",
                "at",
                "alice@example.org");
        assertThat(done.statusCode()).isEqualTo(303);
        Subscription made = web.bridge.subscriptions.get(0);
        assertThat(made.target()).isEqualTo(Target.MEMBER);
        assertThat(web.get(subscriptions).body()).contains("Posts of bob", "href=\"/~bob\"");
        web.submit(subscriptions, subscriptions, "action", "remove", "id", "" + made.id());
        assertThat(web.bridge.subscriptions).isEmpty();
    }

    @Test
    void allKindsOfSubscriptionsAreKnown() {
        Target[] targets = Target.values();
        String[] values = new String[targets.length];
        for (int i = 0; i < targets.length; i++) {
            values[i] = switch (targets[i].argument()) {
                case MEMBER -> "bob";
                case MEMBER_AND_TAG -> "bob tag wood";
                case TAG -> "wood";
                case POST, COMMENT -> "#17";
                default -> "x";
            };
        }
        String page = web.get(subscriptions).body();
        for (int i = 0; i < targets.length; i++) {
            String option = targets[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(page).contains("<option value=\"" + option + "\">");
            web.submit(
                    subscriptions,
                    subscriptions,
                    "action",
                    "add",
                    "target",
                    option,
                    "value",
                    values[i],
                    "at",
                    HOME.toString());
        }
        assertThat(web.bridge.subscriptions)
                .extracting(one -> one.target() + ":" + one.value())
                .hasSize(targets.length)
                .contains(
                        "MEMBER:bob",
                        "MEMBER_TAG:bob wood",
                        "POST:17",
                        "THREAD:17",
                        "TAG:wood",
                        "EVERYTHING:",
                        "OWN_POSTS:");
        assertThat(web.get(subscriptions).body())
                .contains("Comments under #17", "href=\"/posts/17\"", "Posts with the tag wood", "All posts")
                .contains("Posts of bob with the tag wood", "Comments on your posts", "Replies to your comments");
    }

    @Test
    void whatCannotBeSubscribedToIsSaidInWords() {
        assertThat(web.submit(
                                subscriptions,
                                subscriptions,
                                "action",
                                "add",
                                "target",
                                "member",
                                "value",
                                "nobody",
                                "at",
                                HOME.toString())
                        .body())
                .contains("There is nobody called nobody.");
        assertThat(web.submit(subscriptions, subscriptions, "action", "add", "target", "tag", "at", HOME.toString())
                        .body())
                .contains("Say which one");
    }

    @Test
    void alertsGoToAddressesOfOnesOwnOnly() {
        identity("a@work.example", "alice", Right.ALERTS);
        identity("a@quiet.example", "alice", Right.POST);
        assertThat(web.get(subscriptions).body())
                .contains("<option>a@work.example</option>")
                .doesNotContain("<option>a@quiet.example</option>");
        for (String address : new String[] {"bob@example.org", "a@quiet.example", "nonsense at all", ""}) {
            assertThat(web.submit(subscriptions, subscriptions, "action", "add", "target", "everything", "at", address)
                            .body())
                    .as(address)
                    .contains("Alerts can only go to an address of yours.");
        }
        assertThat(web.bridge.subscriptions).isEmpty();
    }

    @Test
    void friendsSeeWhatIsForFriends() {
        web.bridge.publish("bob", "Friends", "Come at nine", Security.FRIENDS);
        assertThat(web.get(web.https() + "/").body()).doesNotContain("Come at nine");
        web.bridge.friends.put("bob", Set.of("alice"));
        assertThat(web.get(web.https() + "/").body()).contains("Come at nine", "friends only");
        web.clock.turn(Duration.ofHours(3));
        assertThat(web.get(web.https() + "/").body()).doesNotContain("Come at nine");
    }
}
