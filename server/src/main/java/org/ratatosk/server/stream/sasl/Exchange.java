package org.ratatosk.server.stream.sasl;

import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;

/** One try of a client to log in: its messages go in, challenges and the result come out. Confined to its stream. */
public interface Exchange {
    /** What the server answers. */
    sealed interface Step permits Challenge, Success {}

    /**
     * The server asks on.
     *
     * @param data possibly nothing
     */
    record Challenge(byte[] data) implements Step {}

    /**
     * The client is who it says.
     *
     * @param account its bare address
     * @param credential what it proved to know
     * @param data what goes with the news, possibly nothing
     */
    record Success(Jid account, Credential credential, byte[] data) implements Step {}

    /**
     * Takes the client's next message. The stage fails with a {@link SaslException}; it may complete on another thread. No further
     * message may be given before it has.
     */
    CompletionStage<Step> next(byte[] message);
}
