package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.mail.Mailbox;

/** Where members ask for e-mail, and where they end it by what stands in a mail. */
class MailPagesTest {
    private final RunningWeb web = new RunningWeb();
    private String page;

    @BeforeEach
    void alice() {
        web.people();
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        page = web.https() + "/me/mail";
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private String code() {
        Matcher code = Pattern.compile("mail (\\w{5}-\\w{5})")
                .matcher(web.bridge
                        .mailer
                        .sent
                        .get(web.bridge.mailer.sent.size() - 1)
                        .text());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private Mailbox prove() {
        web.submit(page, page, "action", "ask", "address", "alice@far.test");
        web.submit(page, page, "action", "prove", "code", code());
        return web.bridge.mailboxes().of("alice").orElseThrow();
    }

    @Test
    void anAddressIsProvedByTheCodeThatIsMailedThere() {
        assertThat(web.get(web.https() + "/me").body()).contains("href=\"/me/mail\"");
        HttpResponse<String> asked = web.submit(page, page, "action", "ask", "address", "alice@far.test");
        assertThat(asked.headers().firstValue("Location")).contains("/me/mail?done=mail-ask");
        assertThat(web.bridge.mailer.sent)
                .singleElement()
                .satisfies(mail -> assertThat(mail.to()).isEqualTo("alice@far.test"));
        String shown = web.get(page).body();
        assertThat(shown).contains("The code that was mailed to alice@far.test").doesNotContain(code());
        assertThat(web.bridge.mailboxes().of("alice")).isEmpty();
        HttpResponse<String> wrong = web.submit(page, page, "action", "prove", "code", "AAAAA-AAAAA");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Tries left: 4");
        assertThat(web.submit(page, page, "action", "prove", "code", code())
                        .headers()
                        .firstValue("Location"))
                .contains("/me/mail?done=mail-prove");
        assertThat(web.get(page).body()).contains("<h2>alice@far.test</h2>").doesNotContain("name=\"code\"");
    }

    @Test
    void whatWaitsIsTickedAndAllOfItEnded() {
        prove();
        web.submit(page, page, "action", "away", "away", "on");
        assertThat(web.bridge.mailboxes().of("alice")).map(Mailbox::away).contains(true);
        assertThat(web.get(page).body()).contains("value=\"on\" checked");
        web.submit(page, page, "action", "away");
        assertThat(web.bridge.mailboxes().of("alice")).map(Mailbox::away).contains(false);
        web.submit(page, page, "action", "off");
        assertThat(web.bridge.mailboxes().of("alice")).isEmpty();
    }

    @Test
    void noAddressIsSaidInWords() {
        HttpResponse<String> shown = web.submit(page, page, "action", "ask", "address", "x\"><b>@y");
        assertThat(shown.statusCode()).isEqualTo(422);
        assertThat(shown.body()).contains("That is no address for e-mail.").doesNotContain("<b>@y");
        assertThat(web.bridge.mailer.sent).isEmpty();
    }

    @Test
    void lookingAtTheLinkInAMailEndsNothing() {
        String link = web.https() + "/no-mail/" + prove().token();
        web.cookies.clear();
        HttpResponse<String> shown = web.get(link);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).contains("Do you want no e-mail").doesNotContain("alice");
        assertThat(shown.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        web.head(link);
        assertThat(web.bridge.mailboxes().of("alice")).isPresent();
    }

    @Test
    void aMailProgramsOneClickEndsThem() {
        String link = web.https() + "/no-mail/" + prove().token();
        web.cookies.clear();
        HttpResponse<String> ended =
                web.postWith(List.of("Sec-Fetch-Site", "cross-site"), link, "List-Unsubscribe", "One-Click");
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(ended.body()).contains("No e-mail about alerts comes to you any more.");
        assertThat(web.bridge.mailboxes().of("alice")).isEmpty();
        assertThat(web.postWith(List.of(), link, "List-Unsubscribe", "One-Click")
                        .statusCode())
                .isEqualTo(410);
    }

    @Test
    void aFormInPartsEndsThemToo() {
        String token = prove().token();
        String parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assertThat(web.postRaw(web.https() + "/no-mail/" + token, "multipart/form-data; boundary=x", parts)
                        .statusCode())
                .isEqualTo(200);
        assertThat(web.bridge.mailboxes().of("alice")).isEmpty();
    }

    @Test
    void aLinkIsForOneAddressAndCannotBeGuessed() {
        String before = prove().token();
        String after = prove().token();
        assertThat(after).isNotEqualTo(before).hasSizeGreaterThanOrEqualTo(32);
        assertThat(web.postWith(List.of(), web.https() + "/no-mail/" + before).statusCode())
                .isEqualTo(410);
        assertThat(web.postWith(List.of(), web.https() + "/no-mail/x" + after.substring(1))
                        .statusCode())
                .isEqualTo(410);
        assertThat(web.bridge.mailboxes().of("alice")).isPresent();
    }
}
