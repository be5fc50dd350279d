package org.ratatosk.web.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.jid.Jid;

class TemplatesTest {
    private static final String FOLDER = "org/ratatosk/web/view";
    private final Templates templates = new Templates(
            TemplatesTest.class.getClassLoader(),
            FOLDER,
            List.of("escape.ftlh", "method.ftlh", "bean.ftlh", "new.ftlh", "api.ftlh"));

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
    void whatWasReadIsShownAfterTheJarIsGone(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("pages.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("pages/outer.ftlh"));
            out.write("<#import \"inner.ftlh\" as f><@f.frame/>".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("pages/inner.ftlh"));
            out.write("<#macro frame>still here</#macro>".getBytes(StandardCharsets.UTF_8));
        }
        Templates read;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            read = new Templates(loader, "pages", List.of("outer.ftlh", "inner.ftlh"));
        }
        Files.delete(jar);
        assertThat(read.render("outer.ftlh", Map.of())).isEqualTo("still here");
    }

    @Test
    void oneThatIsNotInTheBuildIsNoticedAtTheStart() {
        assertThatThrownBy(() -> new Templates(getClass().getClassLoader(), FOLDER, List.of("none.ftlh")))
                .hasMessageContaining("none.ftlh");
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
