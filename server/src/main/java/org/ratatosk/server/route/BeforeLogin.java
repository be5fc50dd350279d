package org.ratatosk.server.route;

import java.util.concurrent.CompletionStage;
import org.ratatosk.server.stanza.Iq;

/** Answers a request of a client that has not logged in, as those of XEP-0077. Thread-safe. */
@FunctionalInterface
public interface BeforeLogin {
    /**
     * Answers a get or set.
     *
     * @param domain that the stream is for
     * @param remoteAddress the client's address without its port, for limits
     * @return the answer: a result or an error; never fails
     */
    CompletionStage<Iq> answer(String domain, String remoteAddress, Iq request);
}
