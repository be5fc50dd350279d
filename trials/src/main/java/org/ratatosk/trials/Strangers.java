package org.ratatosk.trials;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocket;

/** Strangers, mistakes and malformed input get errors that say what is wrong. Confined to one thread. */
final class Strangers {
    private static final String HEADER = "<?xml version='1.0'?><stream:stream to='" + Product.HOME
            + "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    private final Stage stage;

    Strangers(Stage stage) {
        this.stage = stage;
    }

    void play(Programme programme) {
        programme.step("a stranger's and a malformed input get their clear errors", this::beRefused);
    }

    private void beRefused() throws Exception {
        strangerAtTheBot();
        mistakesOfAMember();
        wrongPassword();
        malformedXml("<!DOCTYPE x [<!ENTITY lol 'lol'>]>" + HEADER, "restricted-xml");
        malformedXml(HEADER + "<message><body>one</message>", "not-well-formed");
        withoutTls();
        Browser.Answer answer = stage.browser().get(stage.product().siteUrl() + "/no/such/page");
        stage.say("GET /no/such/page: " + answer.status() + "\n" + answer.text());
        if (answer.status() != 404) {
            throw new Unmet("status 404 for a page that is not there", String.valueOf(answer.status()));
        }
    }

    private void strangerAtTheBot() throws Exception {
        stage.account(Stage.STRANGER);
        Person stranger = stage.login(Stage.STRANGER);
        Stage.expect("the refusal", Person.body(stranger.ask("post [Mischief] I was here.")), "link");
        Stage.expect("the hint", Person.body(stranger.ask("Hello, squirrel!")), "help");
    }

    private void mistakesOfAMember() throws Exception {
        Person alice = stage.present(Stage.ALICE);
        Stage.expect("the answer to an empty post", Person.body(alice.ask("post")), "post");
        Stage.expect(
                "the answer about a number that is not there", Person.body(alice.ask("reply #99999 Where?")), "99999");
        Stage.expect(
                "the answer about an unknown audience",
                Person.body(alice.ask("post [For whom?]\nsecurity: everyboddy\nA slip of the pen.")),
                "private");
    }

    private void wrongPassword() throws Exception {
        try {
            Person.login(stage.product(), stage.trust(), Stage.BOB, "not-the-password", stage::say)
                    .close();
        } catch (org.jivesoftware.smack.sasl.SASLErrorException e) {
            stage.say("bob logs in with a wrong password: " + e.getSASLFailure().getSASLErrorString());
            Stage.expect("the error", e.getSASLFailure().getSASLErrorString(), "not-authorized");
            return;
        }
        throw new Unmet("a refusal of a wrong password", "a login");
    }

    private void malformedXml(String sent, String condition) throws IOException, GeneralSecurityException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLSocket socket = (SSLSocket) stage.trust()
                .context()
                .getSocketFactory()
                .createSocket(loopback, stage.product().directTlsPort())) {
            talk(socket, sent, condition);
        }
    }

    private void withoutTls() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stage.product().starttlsPort())) {
            talk(
                    socket,
                    HEADER + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGEAYg==</auth>",
                    "encryption-required");
        }
    }

    private void talk(Socket socket, String sent, String condition) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        String came = read(socket.getInputStream(), "<" + condition);
        stage.say("sent " + sent + "\ncame " + came);
        Stage.expect("the stream", came, "<" + condition);
    }

    /** Reads until a text has come, or the end. */
    private static String read(InputStream in, String until) throws IOException {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                came.write(next);
                if (next == '>' && came.toString(StandardCharsets.UTF_8).contains(until)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new Unmet("\"" + until + "\" within 20 s", came.toString(StandardCharsets.UTF_8));
        }
        return came.toString(StandardCharsets.UTF_8);
    }
}
