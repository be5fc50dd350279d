package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.identity.RoomCheck;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.xml.Element;

/**
 * Asks an address and its server what they are (XEP-0030): rooms and their services say {@code conference} (XEP-0045 section 6).
 * Whoever says nothing in a few seconds is taken for no room. Thread-safe.
 */
public final class RoomQuestions implements RoomCheck {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final int PATIENCE_SECONDS = 5;

    /**
     * A question that waits.
     *
     * @param whom who was asked; nobody else can answer it
     * @param room completes with whether it is a room
     */
    private record Asked(Jid whom, CompletableFuture<Boolean> room) {}

    private final Jid bot;
    private final Sender sender;
    private final Map<String, Asked> open = new ConcurrentHashMap<>();

    /**
     * @param bot who asks
     * @param sender the way to send as the bot
     */
    public RoomQuestions(Jid bot, Sender sender) {
        this.bot = bot;
        this.sender = sender;
    }

    @Override
    public boolean isRoom(Jid address) {
        List<CompletableFuture<Boolean>> answers = List.of(ask(address.domainJid()), ask(address.bare()));
        return answers.stream().anyMatch(CompletableFuture::join);
    }

    private CompletableFuture<Boolean> ask(Jid whom) {
        String id = "room-" + UUID.randomUUID();
        CompletableFuture<Boolean> room =
                new CompletableFuture<Boolean>().completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS);
        open.put(id, new Asked(whom, room));
        room.whenComplete((answer, failure) -> open.remove(id));
        sender.send(Iq.request(Iq.Type.GET, id, bot, whom, Element.of(INFO, "query")))
                .whenComplete((fate, failure) -> {
                    if (failure != null) {
                        room.complete(false);
                    }
                });
        return room;
    }

    /** Takes an answer; {@code false} if it answers no question of this kind. Never blocks. */
    public boolean answered(Iq answer) {
        @Nullable Asked asked = answer.id().map(open::get).orElse(null);
        if (asked == null || !answer.from().equals(java.util.Optional.of(asked.whom()))) {
            return false;
        }
        asked.room().complete(answer.type() == Iq.Type.RESULT && saysConference(answer));
        return true;
    }

    private static boolean saysConference(Iq answer) {
        return answer.payload().stream()
                .flatMap(query -> query.children(INFO, "identity").stream())
                .anyMatch(identity ->
                        identity.attr("category").filter("conference"::equals).isPresent());
    }
}
