package org.ratatosk.bridge.mail;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.identity.Codes;
import org.ratatosk.bridge.mail.MailboxStore.Mailed;
import org.ratatosk.bridge.mail.MailboxStore.Verdict;
import org.ratatosk.bridge.mail.MailboxStore.Waiting;
import org.ratatosk.server.jid.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where members want mail, asked for by themselves and proved by a code that is mailed there: a code lives for 30 minutes, five wrong ones
 * lock it, and only a few are mailed in an hour. Thread-safe; blocks on the database, and on the mail server where a code is asked for.
 */
public final class Mailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Mailboxes.class);
    private static final Duration CODE_LIFE = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int TRIES = 5;
    private static final int CODES_PER_MEMBER = 5;
    private static final int CODES_PER_ADDRESS = 3;
    private static final int TOKEN_BYTES = 24;

    private final MailboxStore store;
    private final @Nullable Mailer mailer;
    private final String siteName;
    private final Codes codes;
    private final SecureRandom random;
    private final InstantSource clock;

    /** @param mailer the way to the mail server, or {@code null} if the site sends no mail */
    public Mailboxes(
            MailboxStore store, @Nullable Mailer mailer, String siteName, SecureRandom random, InstantSource clock) {
        this.store = store;
        this.mailer = mailer;
        this.siteName = MailText.line(siteName);
        this.codes = new Codes(random);
        this.random = random;
        this.clock = clock;
    }

    /** Whether the site sends mail. */
    public boolean isOn() {
        return mailer != null;
    }

    /** Where mail of a member goes. */
    public Optional<Mailbox> of(String member) {
        return store.of(member);
    }

    /** Where the code was mailed that a member has not given yet. */
    public Optional<String> waiting(String member) {
        return store.waiting(member, clock.instant()).map(Waiting::address);
    }

    /**
     * Mails a code to an address.
     *
     * @param text the address as somebody wrote it
     * @return the address
     * @throws CmsException if that cannot be done, with the reason
     */
    public String request(String member, Jid home, String text) {
        Mailer way = requireMailer();
        String address = MailAddress.read(text)
                .orElseThrow(() ->
                        new CmsException("That is no address for e-mail. One looks like name@example.org.", false));
        Instant now = clock.instant();
        store.lockedUntil(member, TRIES, now).ifPresent(until -> {
            throw locked(until, now);
        });
        Mailed mailed = store.mailedSince(member, address, now.minus(HOUR));
        if (mailed.member() >= CODES_PER_MEMBER || mailed.address() >= CODES_PER_ADDRESS) {
            throw new CmsException(
                    "As many codes were mailed within an hour as may be. Look for the last one, or ask again later.",
                    true);
        }
        String code = codes.next();
        // kept first: a mail that was sent counts, whatever happens then
        store.putCode(new Waiting(member, home, address, now, now.plus(CODE_LIFE)), hash(member, code));
        send(way, address, code, now);
        return address;
    }

    private void send(Mailer way, String address, String code, Instant now) {
        String text = "Somebody, probably you, wants e-mail from " + siteName
                + " to come here.\n\nIf it was you, write this to"
                + " the bot, or enter the code on the page:\n\nmail " + code + "\n\nIt is good for "
                + CODE_LIFE.toMinutes() + " minutes. If it was not you, do nothing, and nothing more will come.\n";
        try {
            way.send(new Mail(
                    address, "Your code for " + siteName, text, fresh() + "@" + way.domain(), now, Optional.empty()));
        } catch (MailException e) {
            LOG.warn("A code could not be mailed: {}", e.words());
            throw e.kind() == MailException.Kind.REFUSED
                    ? new CmsException("The server of that address does not take mail for it.", false)
                    : new CmsException("The code could not be mailed now. Try again later.", true);
        }
    }

    /**
     * Takes a code.
     *
     * @throws CmsException if it proves nothing, with the reason
     */
    public Mailbox prove(String member, String code) {
        requireMailer();
        Instant now = clock.instant();
        Verdict verdict = store.prove(member, hash(member, code), TRIES, fresh(), now);
        return switch (verdict.kind()) {
            case PROVED -> store.of(member).orElseThrow();
            case NONE ->
                throw new CmsException(
                        "No code of yours waits: codes live for " + CODE_LIFE.toMinutes()
                                + " minutes. Ask for one with: mail name@example.org",
                        false);
            case LOCKED -> throw locked(store.lockedUntil(member, TRIES, now).orElse(now), now);
            case WRONG ->
                throw new CmsException(
                        "That is not the code that was mailed last. Tries left: " + verdict.left(), false);
        };
    }

    private static CmsException locked(Instant until, Instant now) {
        long minutes = Math.max(1, Duration.between(now, until).plusSeconds(59).toMinutes());
        return new CmsException(
                "Too many codes were wrong. Ask for a new one in " + minutes
                        + (minutes == 1 ? " minute." : " minutes."),
                true);
    }

    /**
     * Lets what nobody fetched for a day go by mail too, or not.
     *
     * @throws CmsException if there is no address
     */
    public void setAway(String member, boolean away) {
        boolean already = store.of(member).filter(box -> box.away() == away).isPresent();
        if (!already && !store.setAway(member, away ? clock.instant() : null)) {
            throw new CmsException("No address of yours is proved yet. Begin with: mail name@example.org", false);
        }
    }

    /** No mail any more; whether there was an address or a code. */
    public boolean off(String member) {
        return store.remove(member);
    }

    /** Where the mail goes that whoever has a token can end. */
    public Optional<Mailbox> byToken(String token) {
        return store.byToken(token);
    }

    /** No mail any more, as whoever has the token wants; whether it was known. */
    public boolean offByToken(String token) {
        Optional<Mailbox> ended = store.removeByToken(token);
        ended.ifPresent(box -> LOG.info("No mail goes to {} any more, by the link in a mail", box.member()));
        return ended.isPresent();
    }

    /** Forgets all about a member. */
    public void forget(String member) {
        store.forget(member);
    }

    /** Forgets codes that have long ended. */
    public void clean() {
        store.clean(clock.instant(), HOUR);
    }

    private Mailer requireMailer() {
        if (mailer == null) {
            throw new CmsException("This site sends no e-mail.", false);
        }
        return mailer;
    }

    private static String hash(String member, String code) {
        return Codes.hash("mail " + member, code);
    }

    private String fresh() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
