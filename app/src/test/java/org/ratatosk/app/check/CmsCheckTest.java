package org.ratatosk.app.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.cms.Elsewhere;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.config.ConfigProblems;

/** What the owner is told of the site's CMS, asked over HTTP. */
class CmsCheckTest {
    @TempDir
    Path folder;

    private HttpServer website;
    private volatile int status = 200;

    @BeforeEach
    void open() throws IOException {
        website = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        website.createContext("/ratatosk/events", exchange -> {
            byte[] answer = "{\"events\":[],\"last\":23,\"detail\":\"No such key.\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        website.start();
    }

    @AfterEach
    void close() {
        website.stop(0);
    }

    private List<Finding> look(String more) throws IOException, ConfigProblems {
        Path file = Files.writeString(
                folder.resolve("site.conf"),
                "site { adapter = contract, cms { key = \"k1:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\", " + more
                        + " } }");
        AppConfig config = AppConfig.read(file, folder, folder);
        return new CmsCheck((all, cms) -> Elsewhere.cms(all, cms, InstantSource.system())).look(config);
    }

    private String url() {
        return "url = \"http://127.0.0.1:" + website.getAddress().getPort() + "/ratatosk\", allow-private = on";
    }

    @Test
    void aCmsThatAnswersIsGood() throws Exception {
        assertThat(look(url())).singleElement().satisfies(found -> {
            assertThat(found.mark()).isEqualTo(Finding.Mark.GOOD);
            assertThat(found.text()).contains("takes the key k1").contains("ends at 23");
        });
    }

    @Test
    void aWrongKeyIsSaid() throws Exception {
        status = 401;
        assertThat(look(url())).singleElement().satisfies(found -> {
            assertThat(found.mark()).isEqualTo(Finding.Mark.BAD);
            assertThat(found.text()).contains("refuses our key or password: No such key.");
            assertThat(found.advice()).contains("site.cms.key");
        });
    }

    @Test
    void aCmsThatIsAwayIsSaid() throws Exception {
        String where = url();
        website.stop(0);
        assertThat(look(where)).singleElement().satisfies(found -> {
            assertThat(found.mark()).isEqualTo(Finding.Mark.BAD);
            assertThat(found.text()).contains("cannot be reached");
        });
    }

    @Test
    void aPrivateAddressIsNotDialledUnasked() throws Exception {
        assertThat(look("url = \"https://127.0.0.1:" + website.getAddress().getPort() + "/ratatosk\""))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.text()).contains("a loopback address");
                    assertThat(found.advice()).contains("allow-private");
                });
    }
}
