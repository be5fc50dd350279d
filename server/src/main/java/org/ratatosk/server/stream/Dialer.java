package org.ratatosk.server.stream;

import java.time.Duration;
import java.util.List;
import org.ratatosk.server.dns.Endpoint;

/** Connects to the servers of other domains. Thread-safe; never blocks its caller. */
@FunctionalInterface
public interface Dialer {
    /**
     * Where to connect, and for whom.
     *
     * @param places in the order in which they are tried, none of them better than another
     * @param local the own domain, whose certificate is shown
     * @param remote the domain whose server is wanted
     * @param patience how long each place may take to answer
     */
    record Call(List<Endpoint> places, String local, String remote, Duration patience) {
        /** Copies the list. */
        public Call {
            places = List.copyOf(places);
        }
    }

    /** Is told what becomes of a call, on one thread. */
    interface Caller {
        /**
         * A place has answered; the other attempts are given up. With direct TLS {@link Protocol#secured()} is called when TLS is on;
         * otherwise {@link Protocol#connected()}.
         *
         * @return what is spoken there; it is told when the connection ends
         */
        Protocol connected(Endpoint place, Wire wire);

        /** A place does not answer; the words say why to people. */
        void silent(Endpoint place, String words);

        /** None of the places answers; called last, in place of {@link #connected}. */
        void nobody(String words);
    }

    /** Connects to the first place that answers. */
    void dial(Call call, Caller caller);
}
