package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.MetaWeblogCms;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.bridge.remote.RemoteCmsContract;
import org.ratatosk.server.http.SafeHttp;

/** The adapter for the MetaWeblog API, with WordPress's own XML-RPC. */
@Tag("cms")
class MetaWeblogTest extends RemoteCmsContract {
    private static final Credential READER = new Credential("admin", "admin-password");
    private static WordPress site;

    @BeforeAll
    static void start() throws Exception {
        site = new WordPress();
        site.serve(3);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static Author member(String name) {
        return new Author(name, true, new Credential(name, name + "-password"));
    }

    @Test
    void whatIsNotAllowedIsSaid() {
        RemoteCms cms = open(site(), Loopback.patient());
        PostDraft draft = new PostDraft("nurse", "Not hers", "x", Security.PUBLIC, List.of(), "");
        CmsException refused = catchThrowableOfType(
                CmsException.class,
                () -> cms.publish(member("nurse"), draft, UUID.randomUUID().toString()));
        assertThat(refused).hasMessageContaining("does not let you do that");
        CmsException nobody = catchThrowableOfType(
                CmsException.class,
                () -> cms.publish(
                        Author.member("romeo"), draft, UUID.randomUUID().toString()));
        assertThat(nobody).hasMessageContaining("wants a password of yours");
    }

    @Override
    protected URI site() {
        return URI.create(site.url() + "/xmlrpc.php");
    }

    @Override
    protected RemoteCms open(URI at, SafeHttp http) {
        return new MetaWeblogCms(at, READER, http, InstantSource.system());
    }

    @Override
    protected RemoteCms openWrongly(URI at, SafeHttp http) {
        return new MetaWeblogCms(at, new Credential("admin", "wrong"), http, InstantSource.system());
    }

    @Override
    protected Author wrong(Author author) {
        return new Author(author.name(), true, new Credential(author.name(), "wrong"));
    }

    @Override
    protected Author author() {
        return member("romeo");
    }

    @Override
    protected Author other() {
        return member("juliet");
    }

    @Override
    protected String password() {
        return "romeo-password";
    }

    @Override
    protected Hand hand() {
        return new PagesHand(site, "", true);
    }
}
