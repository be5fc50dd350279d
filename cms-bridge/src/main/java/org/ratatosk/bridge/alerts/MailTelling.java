package org.ratatosk.bridge.alerts;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.ratatosk.bridge.mail.MailQueue;
import org.ratatosk.bridge.mail.MailStore.Item;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Message;

/** What the queue of mails asks about alerts and members. Thread-safe; blocks on the database and the CMS. */
final class MailTelling implements MailQueue.Telling {
    private final Jid bot;
    private final AlertStore alerts;
    private final AlertLetters letters;
    private final Addresses addresses;
    private final Manners manners;
    private final Predicate<Jid> away;
    private final Sender sender;
    private final InstantSource clock;

    /**
     * @param bot who tells members of their mail
     * @param letters finds the words
     * @param away whether nobody is there at a home
     * @param sender the way to send as the bot
     */
    MailTelling(
            Jid bot,
            AlertStore alerts,
            AlertLetters letters,
            Addresses addresses,
            Manners manners,
            Predicate<Jid> away,
            Sender sender,
            InstantSource clock) {
        this.bot = bot;
        this.alerts = alerts;
        this.letters = letters;
        this.addresses = addresses;
        this.manners = manners;
        this.away = away;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public Optional<String> words(Item item) {
        return alerts.find(item.alert())
                .filter(alert -> isFallen(alert) || (item.away() && isUnfetched(alert)))
                .filter(alert -> !hasArrived(item))
                .flatMap(letters::elsewhere);
    }

    private boolean isFallen(Alert alert) {
        return switch (alert.state()) {
            case BOUNCED, DEAD -> true;
            case DROPPED ->
                alerts.dropReason(alert.id())
                        .filter(DropReason.SUSPENDED::equals)
                        .isPresent();
            case WAITING, SENT, ACKNOWLEDGED -> false;
        };
    }

    private boolean isUnfetched(Alert alert) {
        boolean lies =
                alert.state() == Alert.State.SENT || (alert.state() == Alert.State.WAITING && alert.nextTry() == null);
        return lies && away.test(alert.address());
    }

    /** Whether the member has it at any address. */
    private boolean hasArrived(Item item) {
        return addresses.of(item.member()).stream()
                .flatMap(address -> alerts.find(item.event(), address).stream())
                .anyMatch(alert -> alert.state() == Alert.State.ACKNOWLEDGED);
    }

    @Override
    public boolean isQuiet(String member) {
        return manners.of(member).isQuiet(clock.instant());
    }

    @Override
    public boolean isAway(Jid home) {
        return away.test(home);
    }

    @Override
    public void tell(Jid home, String id, String words) {
        sender.send(Message.of(Message.builder(Message.Type.CHAT)
                        .attr("from", bot)
                        .attr("to", home)
                        .attr("id", id)
                        .child("body", words)))
                .toCompletableFuture()
                .join();
    }
}
