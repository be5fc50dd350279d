package org.ratatosk.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How a session logs in: STARTTLS, an account if one is wanted, SCRAM-SHA-256, a resource. Confined to one event loop. */
final class Login {
    private static final AtomicLong NONCES = new AtomicLong(System.nanoTime());
    private final Session session;
    private final Target target;
    private final int number;
    private boolean register;
    private @Nullable Scram scram;

    Login(Session session, Target target, int number, boolean register) {
        this.session = session;
        this.target = target;
        this.number = number;
        this.register = register;
    }

    /** Takes the next element that the server sent. */
    void element(String element) {
        String name = element.substring(1, end(element));
        switch (name) {
            case "stream:features" -> features(element);
            case "proceed" -> session.secure();
            case "challenge" -> respond(content(element));
            case "success" -> succeed(content(element));
            case "iq" -> result(element);
            default -> session.failed("the server says " + element);
        }
    }

    private static int end(String element) {
        int at = 1;
        while (" />\t\n".indexOf(element.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static String content(String element) {
        return element.substring(element.indexOf('>') + 1, element.lastIndexOf("</"));
    }

    private void features(String features) {
        if (features.contains("<starttls")) {
            session.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        } else if (!features.contains("<mechanism>")) {
            session.send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>b"
                    + "</resource></bind></iq>");
        } else if (!features.contains(">SCRAM-SHA-256<")) {
            session.failed("the server does not offer SCRAM-SHA-256: " + features);
        } else if (register) {
            register = false;
            session.send("<iq type='set' id='account'><query xmlns='jabber:iq:register'><username>"
                    + target.name(number) + "</username><password>" + target.password() + "</password></query></iq>");
        } else {
            authenticate();
        }
    }

    private void authenticate() {
        Scram exchange =
                new Scram(target.name(number), target.password(), Long.toString(NONCES.incrementAndGet(), 36) + "n");
        scram = exchange;
        session.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'>" + exchange.first()
                + "</auth>");
    }

    private void respond(String challenge) {
        if (scram != null) {
            session.send(
                    "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + scram.answer(challenge) + "</response>");
        }
    }

    private void succeed(String proof) {
        if (scram == null || !scram.isProved(proof)) {
            session.failed("the server has not proved that it knows the password");
        } else {
            session.open();
        }
    }

    /** The answer to the wish for an account, where one that is there is as good, or for a resource. */
    private void result(String iq) {
        boolean good = Bytes.attribute(iq, "type").equals("result");
        if (Bytes.attribute(iq, "id").equals("account") && (good || iq.contains("<conflict"))) {
            authenticate();
        } else if (good) {
            session.loggedIn();
        } else {
            session.failed("the server says " + iq);
        }
    }
}
