package org.ratatosk.bridge.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.config.MailConfig.Tls;
import org.ratatosk.bridge.mail.MailException.Kind;
import org.ratatosk.server.http.Addresses;

/**
 * Hands mails to an SMTP server, one connection for each. The address that was judged is the one that is dialled; where TLS is set nothing is
 * said without, and the certificate has to be the server's. Immutable.
 */
public final class SmtpMailer implements Mailer {
    private static final int MAX_ADDRESSES = 3;

    private final MailConfig config;
    private final String siteName;
    private final Addresses addresses;
    private final SSLContext tls;
    private final Duration patience;

    /**
     * @param siteName whose mails they are
     * @param addresses which addresses may be dialled
     * @param tls trusts the authorities for mail servers
     * @param patience how long one mail may take, connecting included
     */
    public SmtpMailer(MailConfig config, String siteName, Addresses addresses, SSLContext tls, Duration patience) {
        this.config = config;
        this.siteName = MailText.line(siteName);
        this.addresses = addresses;
        this.tls = tls;
        this.patience = patience;
    }

    @Override
    public String domain() {
        return config.from().substring(config.from().lastIndexOf('@') + 1);
    }

    @Override
    public void send(Mail mail) throws MailException {
        Session session = session();
        MimeMessage message;
        try {
            message = message(session, mail);
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new MailException(Kind.REFUSED, "The mail cannot be written: " + e.getMessage(), e);
        }
        within(session, transport -> transport.sendMessage(message, message.getAllRecipients()));
    }

    @Override
    public String look() throws MailException {
        within(session(), transport -> {});
        String login = config.user().isEmpty() ? "asks for no login" : "takes the login of " + config.user();
        return config.place() + " answers" + (config.tls() == Tls.NONE ? ", without TLS," : " over TLS") + " and "
                + login + ".";
    }

    private interface Work {
        void with(SMTPTransport transport) throws MessagingException;
    }

    private void within(Session session, Work work) throws MailException {
        AtomicBoolean late = new AtomicBoolean();
        try (Socket plain = connect()) {
            // closes whatever is waited for, however slowly it comes
            CompletableFuture<Void> guard = CompletableFuture.runAsync(
                    () -> {
                        late.set(true);
                        closed(plain);
                    },
                    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
            SMTPTransport transport = new SMTPTransport(session, login());
            try {
                logIn(transport, config.tls() == Tls.DIRECT ? secured(plain) : plain);
                work.with(transport);
            } catch (MessagingException e) {
                throw late.get() ? away("takes too long to answer", e) : failure(e);
            } finally {
                guard.cancel(false);
                sayGoodbye(transport);
            }
        } catch (IOException e) {
            throw away(late.get() ? "takes too long to answer" : "cannot be reached: " + e.getMessage(), e);
        }
    }

    /** What was taken is taken, however the server says goodbye. */
    private static void sayGoodbye(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // the socket is closed in any case
        }
    }

    private void logIn(SMTPTransport transport, Socket socket) throws MailException, MessagingException {
        try {
            transport.connect(socket);
        } catch (AuthenticationFailedException e) {
            throw away("refuses the login: " + e.getMessage(), e);
        } catch (MessagingException e) {
            throw away("cannot be worked with: " + e.getMessage() + cause(e), e);
        }
    }

    private static String cause(MessagingException e) {
        @Nullable Exception next = e.getNextException();
        return next == null || next.getMessage() == null ? "" : " (" + next.getMessage() + ")";
    }

    private MailException away(String words, Throwable cause) {
        return new MailException(Kind.AWAY, config.place() + " " + words, cause);
    }

    /** What a failure means. A server that refuses the sender refuses us, not the recipient. */
    private MailException failure(MessagingException failed) {
        Optional<MailException> found = Optional.empty();
        @Nullable Exception next = failed;
        while (next instanceof MessagingException one) {
            if (one instanceof SMTPSenderFailedException || isAboutUs(one)) {
                return away("takes no mail from " + config.from() + ": " + one.getMessage(), failed);
            }
            if (one instanceof SMTPAddressFailedException to) {
                found = Optional.of(answered(to.getReturnCode(), to));
            } else if (found.isEmpty() && one instanceof SMTPSendFailedException data) {
                found = Optional.of(answered(data.getReturnCode(), data));
            }
            next = one.getNextException();
        }
        return found.orElseGet(() -> away("broke off: " + failed.getMessage(), failed));
    }

    /** A server that wants a login says so when it hears of the sender. */
    private static boolean isAboutUs(MessagingException e) {
        return e instanceof SMTPSendFailedException sending
                && sending.getCommand().startsWith("MAIL");
    }

    private MailException answered(int code, MessagingException e) {
        if (code == 421 || code < 400) {
            return away("broke off: " + e.getMessage(), e);
        }
        return new MailException(code >= 500 ? Kind.REFUSED : Kind.LATER, String.valueOf(e.getMessage()), e);
    }

    private Socket connect() throws IOException {
        IOException last = new IOException(config.host() + " has no address");
        for (InetAddress found :
                addresses.of(config.host()).stream().limit(MAX_ADDRESSES).toList()) {
            // with the name, by which the certificate is judged
            InetAddress address = InetAddress.getByAddress(config.host(), found.getAddress());
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, config.port()), (int) patience.toMillis() / 2);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, config.host(), config.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) patience.toMillis());
        socket.startHandshake();
        return socket;
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    private @Nullable URLName login() {
        return config.user().isEmpty()
                ? null
                : new URLName("smtp", config.host(), config.port(), null, config.user(), config.password());
    }

    private Session session() {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", config.host());
        settings.put("mail.smtp.port", Integer.toString(config.port()));
        settings.put("mail.smtp.localhost", domain());
        settings.put("mail.smtp.from", config.from());
        settings.put("mail.smtp.timeout", Long.toString(patience.toMillis()));
        settings.put("mail.smtp.auth", Boolean.toString(!config.user().isEmpty()));
        settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        settings.put("mail.smtp.starttls.enable", Boolean.toString(config.tls() == Tls.STARTTLS));
        settings.put("mail.smtp.starttls.required", Boolean.toString(config.tls() == Tls.STARTTLS));
        settings.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.quitwait", "false");
        return Session.getInstance(settings);
    }

    private MimeMessage message(Session session, Mail mail) throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = new Numbered(session, mail.id());
        message.setFrom(new InternetAddress(config.from(), siteName, UTF_8.name()));
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(MailText.line(mail.subject()), UTF_8.name());
        message.setSentDate(Date.from(mail.date()));
        message.setText(mail.text(), UTF_8.name());
        message.setHeader("Auto-Submitted", "auto-generated");
        if (mail.end().isPresent()) {
            message.setHeader("List-Unsubscribe", "<" + mail.end().get() + ">");
            if (mail.end().get().startsWith("https:")) {
                message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        message.saveChanges();
        return message;
    }

    /** A message that keeps the id that it is given. */
    private static final class Numbered extends MimeMessage {
        private final String id;

        Numbered(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
