package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.config.CmsConfig;

/** The settings of a CMS elsewhere. */
class CmsSettingsTest {
    private static final String KEY = "k1:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static AppConfig read(String hocon) throws ConfigProblems {
        StrictReader reader = StrictReader.of(hocon);
        AppConfig config = AppConfig.read(reader, Path.of("/home"), null);
        reader.finish();
        return config;
    }

    @Test
    void theJournalNeedsNone() throws ConfigProblems {
        assertThat(read("").cms()).isEmpty();
        assertThat(read("site.adapter = journal").cms()).isEmpty();
    }

    @Test
    void aCmsIsNamedByItsAddressAndKey() throws ConfigProblems {
        assertThat(read("site { adapter = contract, cms { url = \"https://example.org/ratatosk/\", key = \"" + KEY
                                + "\", poll = 5 minutes }, accounts = cms }")
                        .cms())
                .contains(new CmsConfig(
                        "contract",
                        "https://example.org/ratatosk",
                        KEY,
                        Duration.ofMinutes(5),
                        false,
                        CmsConfig.Accounts.CMS));
    }

    @Test
    void aFeedNeedsNoKey() throws ConfigProblems {
        assertThat(read("site { adapter = feed, cms.url = \"https://example.org/atom.xml\" }")
                        .cms())
                .map(CmsConfig::adapter)
                .contains("feed");
    }

    @Test
    void othersNeedAnAccountThere() throws ConfigProblems {
        String some = "site { adapter = ADAPTER, cms { url = \"https://example.org\", key = \"KEY\" } }";
        for (String adapter : List.of("wordpress", "metaweblog", "micropub", "fossil")) {
            String of = some.replace("ADAPTER", adapter);
            assertThat(read(of.replace("KEY", "romeo:secret")).cms()).isPresent();
            for (String wrong : List.of("", "romeo", "romeo:", ":secret")) {
                assertThatThrownBy(() -> read(of.replace("KEY", wrong)))
                        .as(adapter + " with " + wrong)
                        .hasMessageContaining("site.cms.key")
                        .hasMessageContaining("must be LOGIN:PASSWORD")
                        .hasMessageNotContaining("secret");
            }
        }
    }

    @Test
    void itsKeyIsNotShown() throws ConfigProblems {
        AppConfig config =
                read("site { adapter = contract, cms { url = \"https://example.org\", key = \"" + KEY + "\" } }");
        assertThat(config.toString())
                .contains("contract at https://example.org")
                .doesNotContain("whsec_");
    }

    @Test
    void whatIsMissingOrWrongIsSaid() {
        assertThatThrownBy(() -> read("site.adapter = drupal"))
                .hasMessageContaining("site.adapter")
                .hasMessageContaining("journal, contract, feed, wordpress, metaweblog, micropub, fossil");
        assertThatThrownBy(() -> read("site.adapter = contract"))
                .hasMessageContaining("site.cms.url")
                .hasMessageContaining("must say where the CMS is")
                .hasMessageContaining("site.cms.key");
        String open = "site { adapter = contract, cms { url = \"http://localhost\", key = \"" + KEY + "\"";
        assertThatThrownBy(() -> read(open + " } }")).hasMessageContaining("must begin with https:");
        assertThatThrownBy(() -> read(open.replace("k1:", "") + ", allow-private = on } }"))
                .hasMessageContaining("site.cms.key")
                .hasMessageNotContaining("whsec_MfKQ");
    }

    @Test
    void theJournalKnowsNoPasswords() throws ConfigProblems {
        assertThatThrownBy(() -> read("site.accounts = cms"))
                .hasMessageContaining("site.accounts")
                .hasMessageContaining("only with a CMS elsewhere");
        assertThat(read("site.accounts = own").cms()).isEmpty();
    }

    @Test
    void inTheOwnHouseTlsIsNotNeeded() throws ConfigProblems {
        assertThat(read("site { adapter = contract, cms { url = \"http://localhost:8080\", allow-private = on, key = \""
                                + KEY + "\" } }")
                        .cms())
                .map(CmsConfig::url)
                .contains("http://localhost:8080");
    }
}
