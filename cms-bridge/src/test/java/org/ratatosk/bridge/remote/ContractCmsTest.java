package org.ratatosk.bridge.remote;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.server.http.SafeHttp;

/** The adapter for any CMS that speaks the contract, with a small one that does. */
class ContractCmsTest extends RemoteCmsContract {
    private static final SiteKey KEY = SiteKey.fresh("k1", new SecureRandom());
    private static SmallCms small;

    @BeforeAll
    static void start() throws IOException {
        small = new SmallCms(KEY);
    }

    @AfterAll
    static void stop() {
        small.close();
    }

    @Override
    protected URI site() {
        return small.base();
    }

    @Override
    protected RemoteCms open(URI site, SafeHttp http) {
        return new ContractCms("contract", site.toString(), KEY, http, InstantSource.system());
    }

    @Override
    protected RemoteCms openWrongly(URI site, SafeHttp http) {
        SiteKey wrong = SiteKey.fresh("k1", new SecureRandom());
        return new ContractCms("contract", site.toString(), wrong, http, InstantSource.system());
    }

    @Override
    protected Author author() {
        return Author.member("romeo");
    }

    @Override
    protected Author other() {
        return Author.member("juliet");
    }

    @Override
    protected String password() {
        return "romeo-pw-1";
    }

    @Override
    protected Hand hand() {
        return small;
    }
}
