package org.ratatosk.web.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;

class TemplatesTest {
    private final Templates templates = new Templates("/org/ratatosk/web/view");

    /** Something with more than its components. */
    public record Thing(String name, List<Integer> numbers) {
        /** Not a component. */
        public String secret() {
            return "secret";
        }
    }

    @Test
    void whatIsPrintedIsEscaped() {
        String html = templates.render("escape.ftlh", Map.of("thing", new Thing("<b>\"x\"</b>&'", List.of(1000))));
        assertThat(html).contains("&lt;b&gt;&quot;x&quot;&lt;/b&gt;&amp;&#39;", "1000");
    }

    @Test
    void whatIsKnownToBeSafeIsNot() {
        String html = templates.render(
                "escape.ftlh", Map.of("thing", new Thing("x", List.of()), "html", PostHtml.of("a & b")));
        assertThat(html).contains("<p>a &amp; b</p>");
    }

    @Test
    void methodsOfOurThingsAreOutOfReach() {
        assertThatThrownBy(() -> templates.render("method.ftlh", Map.of("thing", new Thing("x", List.of()))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> templates.render("bean.ftlh", Map.of("thing", Jid.of("a@b"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void classesOfJavaAreOutOfReach() {
        assertThatThrownBy(() -> templates.render("new.ftlh", Map.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> templates.render("api.ftlh", Map.of("thing", List.of("x"))))
                .isInstanceOf(IllegalStateException.class);
    }
}
