package org.ratatosk.bridge.mail;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.config.MailConfig.Tls;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.TestCertificates;
import org.ratatosk.server.tls.TrustAnchors;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** SubEtha SMTP, an SMTP server of others, at a loopback address. It takes all mails but those that it is told to refuse. */
public final class SmtpServer implements AutoCloseable {
    /** The name that its certificate has. */
    public static final String NAME = "mail.test";

    /** Who may log in, with what. */
    public static final String USER = "ratatosk";

    /** That user's password. */
    public static final String PASSWORD = "not-for-logs-4711";

    private final Tls tls;
    private final boolean asksLogin;
    private final Path folder;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answersToRecipients = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> answersToMails = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private SMTPServer server;

    /** One without TLS and without logins. */
    public SmtpServer() {
        this(Tls.NONE, false, Path.of("unused"));
    }

    /**
     * One with a certificate by an authority of its own.
     *
     * @param folder where certificates are made
     */
    public SmtpServer(Tls tls, boolean asksLogin, Path folder) {
        this.tls = tls;
        this.asksLogin = asksLogin;
        this.folder = folder;
        this.server = build(0);
        server.start();
    }

    /** A mail that it took. */
    public record Received(String from, String to, byte[] bytes) {
        /** The mail, read. */
        public MimeMessage message() {
            try {
                return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The text. */
        public String text() {
            try {
                return ((String) message().getContent()).replace("\r\n", "\n");
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** A header, as it came but unfolded; empty if there is none. */
        public String header(String name) {
            try {
                String value = message().getHeader(name, "||");
                return value == null ? "" : value.replaceAll("\r\n(?=[ \t])", "");
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The subject. */
        public String subject() {
            try {
                return message().getSubject();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The names of all headers. */
        public List<String> headers() {
            try {
                return Collections.list(message().getAllHeaders()).stream()
                        .map(Header::getName)
                        .toList();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private SMTPServer build(int port) {
        SMTPServer.Builder builder = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName(NAME)
                .insertReceivedHeaders(false)
                .messageHandlerFactory(context -> new Handler());
        if (asksLogin) {
            builder.requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                        if (!user.equals(USER) || !password.equals(PASSWORD)) {
                            throw new LoginFailedException("5.7.8 no");
                        }
                    }));
        }
        if (tls == Tls.STARTTLS) {
            builder.enableTLS().requireTLS().startTlsSocketFactory(context());
        } else if (tls == Tls.DIRECT) {
            builder.serverSocketFactory(context());
        }
        return builder.build();
    }

    private SSLContext context() {
        try {
            new Certificates(folder, List.of(NAME), InstantSource.system(), new SecureRandom());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(TestCertificates.keys(folder, NAME), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Handler implements MessageHandler {
        private String from = "";
        private String to = "";

        @Override
        public void from(String sender) throws RejectException {
            if (sender.startsWith("nobody@")) {
                throw new RejectException(553, "5.7.1 Not from you");
            }
            from = sender;
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            reject(answersToRecipients, "That recipient");
            to = recipient;
        }

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            byte[] bytes = data.readAllBytes();
            reject(answersToMails, "That mail");
            received.add(new Received(from, to, bytes));
            return null;
        }

        @Override
        public void done() {}

        private void reject(Queue<Integer> answers, String what) throws RejectException {
            Integer code = answers.poll();
            if (code != null && code >= 400) {
                refusals.incrementAndGet();
                throw new RejectException(code, what + (code >= 500 ? " never" : " not now"));
            }
        }
    }

    /** Settings that lead here. */
    public MailConfig config(Tls how, String user, String password) {
        return new MailConfig(NAME, server.getPortAllocated(), how, user, password, "site@example.org", true);
    }

    /** A mailer by some settings, which believes the server's authority. */
    public Mailer mailer(MailConfig config, String siteName) {
        TrustAnchors anchors = tls == Tls.NONE ? TrustAnchors.system() : TrustAnchors.only(folder.resolve("ca.crt"));
        return new SmtpMailer(
                config,
                siteName,
                host -> List.of(InetAddress.getLoopbackAddress()),
                anchors.client(new SecureRandom()),
                Duration.ofSeconds(20));
    }

    /** A mailer that comes as it should. */
    public Mailer mailer(String siteName) {
        return mailer(config(tls, asksLogin ? USER : "", asksLogin ? PASSWORD : ""), siteName);
    }

    /** What it answers to the next recipients; 250 for yes. */
    public void answerRecipients(Integer... codes) {
        answersToRecipients.addAll(List.of(codes));
    }

    /** What it answers to the next mails; 250 for yes. */
    public void answerMails(Integer... codes) {
        answersToMails.addAll(List.of(codes));
    }

    /** What it took, in order. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** How often it refused a recipient or a mail. */
    public int refusals() {
        return refusals.get();
    }

    /** The only mail that it took. */
    public Received only() {
        if (received.size() != 1) {
            throw new AssertionError("There are " + received.size() + " mails");
        }
        return received.get(0);
    }

    /** Goes away. */
    public void stop() {
        server.stop();
    }

    /** Comes back at the same port. */
    public void start() {
        server = build(server.getPortAllocated());
        try {
            server.start();
        } catch (UncheckedIOException e) {
            throw new AssertionError("The port was taken in between", e);
        }
    }

    @Override
    public void close() {
        if (server.isRunning()) {
            server.stop();
        }
    }
}
