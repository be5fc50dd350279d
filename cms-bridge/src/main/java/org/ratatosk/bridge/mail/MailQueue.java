package org.ratatosk.bridge.mail;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.mail.MailStore.Item;
import org.ratatosk.bridge.mail.MailStore.Queued;
import org.ratatosk.bridge.outbox.Worker;
import org.ratatosk.server.jid.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells members by mail what Jabber could not: looks each minute what there is, puts all of one member into one mail, at most one each 15
 * minutes, and tries it until the server takes it, refuses it, or two days are over. What a mail says is found when it is sent. One that
 * was taken just when this process died is sent again, with the same Message-ID. Thread-safe; works on a thread of its own.
 */
public final class MailQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailQueue.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration GATHER = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofMinutes(15);
    private static final Duration UNFETCHED = Duration.ofDays(1);
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(16);
    private static final List<Duration> DELAYS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24));
    private static final int AT_ONCE = 100;
    private static final int MOST_ITEMS = 50;
    private static final int ROOM = 100_000;
    private static final int ID_BYTES = 16;

    private final MailStore store;
    private final MailboxStore boxes;
    private final Mailer mailer;
    private final Telling telling;
    private final String siteName;
    private final String siteUrl;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Worker worker;
    private Instant pausedUntil = Instant.MIN;
    private Duration pause = LOOK_EVERY;

    /**
     * @param telling what alerts say, and to whom they may say it
     * @param siteUrl the address of the site's pages, without a slash at the end
     */
    public MailQueue(
            MailStore store,
            MailboxStore boxes,
            Mailer mailer,
            Telling telling,
            String siteName,
            String siteUrl,
            SecureRandom random,
            InstantSource clock) {
        this.store = store;
        this.boxes = boxes;
        this.mailer = mailer;
        this.telling = telling;
        this.siteName = siteName;
        this.siteUrl = siteUrl;
        this.random = random;
        this.clock = clock;
        this.worker = new Worker("mail", clock, this::work);
    }

    /** What the queue asks about alerts and members. Calls may block. */
    public interface Telling {
        /**
         * The words of an alert, if it is still to be told by mail.
         *
         * @throws CmsException if that cannot be found out now
         */
        Optional<String> words(Item item);

        /** Whether nothing is to be told to a member at this moment. */
        boolean isQuiet(String member);

        /** Whether nobody is there at a home. */
        boolean isAway(Jid home);

        /** Tells a member something at home, once for each id; kept when it returns. */
        void tell(Jid home, String id, String words);
    }

    /** Begins to work, with what an earlier run left first. */
    public void start() {
        worker.start();
    }

    /** Ends after the mail that is on its way; the next run goes on there. */
    @Override
    public void close() {
        worker.close();
    }

    /** Sends on the caller's thread what there is to send now; when to look again. */
    public synchronized Optional<Instant> work() {
        Instant now = clock.instant();
        store.takeUnfetched(now.minus(UNFETCHED), telling::isAway, now);
        open(now);
        tellWhoIsSuspended();
        boolean paused = now.isBefore(pausedUntil) && !pausedUntil.isAfter(now.plus(LONGEST_PAUSE));
        List<Queued> due = paused ? List.of() : store.due(now, AT_ONCE);
        for (Queued mail : due) {
            if (worker.isClosed() || !attempt(mail)) {
                break;
            }
        }
        return Optional.of(now.plus(LOOK_EVERY));
    }

    private void open(Instant now) {
        List<String> ready;
        String after = "";
        do {
            ready = store.ready(now.minus(GATHER), now.minus(BETWEEN), after, AT_ONCE);
            for (String member : ready) {
                if (!telling.isQuiet(member)) {
                    byte[] id = new byte[ID_BYTES];
                    random.nextBytes(id);
                    store.open(member, HexFormat.of().formatHex(id) + "@" + mailer.domain(), MOST_ITEMS, now);
                }
                after = member;
            }
        } while (ready.size() == AT_ONCE);
    }

    /** Whether the server can be asked for more. */
    private boolean attempt(Queued mail) {
        Instant now = clock.instant();
        Optional<Mailbox> box = boxes.of(mail.member()).filter(to -> to.suspended() == null);
        if (box.isEmpty()) {
            store.cancel(mail);
            return true;
        }
        if (telling.isQuiet(mail.member())) {
            store.later(mail, mail.tries(), now.plus(LATER), "It is held, as there are quiet hours", now);
            return true;
        }
        List<String> told;
        try {
            told = told(mail);
        } catch (CmsException e) {
            store.later(mail, mail.tries(), now.plus(LATER), String.valueOf(e.getMessage()), now);
            return true;
        }
        if (told.isEmpty()) {
            store.cancel(mail);
            return true;
        }
        return send(mail, box.get(), told);
    }

    private List<String> told(Queued mail) {
        List<String> told = new ArrayList<>();
        List<Item> tooMuch = new ArrayList<>();
        int length = 0;
        for (Item item : store.items(mail.id())) {
            Optional<String> words = telling.words(item);
            if (words.isEmpty()) {
                store.leaveOut(item);
            } else if (!told.isEmpty() && length + words.get().length() > ROOM) {
                tooMuch.add(item);
            } else {
                told.add(words.get());
                length += words.get().length();
            }
        }
        store.putBack(tooMuch);
        return told;
    }

    private boolean send(Queued mail, Mailbox box, List<String> told) {
        String end = siteUrl + EndPath.of(box.token());
        try {
            mailer.send(new Mail(
                    box.address(),
                    MailText.subject(siteName, told),
                    MailText.text(siteName, told, siteUrl + "/me/mail", end),
                    mail.messageId(),
                    mail.created(),
                    Optional.of(end)));
        } catch (MailException e) {
            failed(mail, box, e);
            return e.kind() != MailException.Kind.AWAY;
        }
        store.sent(mail, clock.instant());
        pause = LOOK_EVERY;
        return true;
    }

    private void failed(Queued mail, Mailbox box, MailException e) {
        Instant now = clock.instant();
        int tries = mail.tries() + 1;
        if (e.kind() == MailException.Kind.REFUSED) {
            store.refused(mail, box, e.words(), now);
            tellWhoIsSuspended();
            return;
        }
        if (e.kind() == MailException.Kind.AWAY) {
            LOG.warn("No mail can be sent, the next try is in {} min: {}", pause.toMinutes(), e.words());
            pausedUntil = now.plus(pause);
            pause = pause.multipliedBy(2).compareTo(BETWEEN) > 0 ? BETWEEN : pause.multipliedBy(2);
        }
        if (tries > DELAYS.size()) {
            LOG.warn("A mail to {} is given up after {} tries: {}", mail.member(), tries, e.words());
            store.giveUp(mail, tries, e.words(), now);
        } else {
            store.later(mail, tries, now.plus(DELAYS.get(tries - 1)), e.words(), now);
        }
    }

    private void tellWhoIsSuspended() {
        for (Mailbox box : boxes.untold(AT_ONCE)) {
            String sentence = sentence(box);
            LOG.info("Mail of {} is suspended: {}", box.member(), box.suspended());
            try {
                telling.tell(box.home(), "mail-suspended-" + box.token(), sentence);
                boxes.told(box.member());
            } catch (RuntimeException e) {
                LOG.warn("{} could not be told that mail is suspended: {}", box.member(), e.getMessage());
            }
        }
    }

    /** That mail to an address is suspended, why, and what to do. */
    public static String sentence(Mailbox box) {
        return "No more e-mail goes to " + box.address() + ", since the server there refused one (" + box.suspended()
                + "). To try again: mail " + box.address();
    }
}
