package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.engine.TestEngine;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.xml.Element;

class RoomQuestionsTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final Jid ROOM = Jid.of("room@rooms.example.net");
    private final TestEngine engine = new TestEngine();
    private final RoomQuestions rooms = new RoomQuestions(Jid.of("ratatosk@example.org"), engine);

    private boolean asked(Predicate<Jid> conference) {
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> rooms.isRoom(ROOM));
        for (int i = 0; i < 2; i++) {
            Iq question = (Iq) engine.next().orElseThrow();
            assertThat(rooms.answered(
                            answer(question, conference.test(question.to().orElseThrow()))))
                    .isTrue();
        }
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Iq answer(Iq question, boolean conference) {
        Element identity = Element.builder(INFO, "identity")
                .attr("category", conference ? "conference" : "account")
                .build();
        return question.result(Element.builder(INFO, "query").child(identity).build());
    }

    @Test
    void aServiceOfRoomsIsKnownByItsName() {
        assertThat(asked(Jid::isDomain)).isTrue();
    }

    @Test
    void aRoomIsKnownByItself() {
        assertThat(asked(ROOM::equals)).isTrue();
    }

    @Test
    void anAccountIsNoRoom() {
        assertThat(asked(jid -> false)).isFalse();
    }

    @Test
    void whoCannotBeAskedIsNoRoom() {
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> rooms.isRoom(ROOM));
        for (int i = 0; i < 2; i++) {
            Iq question = (Iq) engine.next().orElseThrow();
            rooms.answered((Iq) question.error(StanzaError.of(StanzaError.Condition.REMOTE_SERVER_NOT_FOUND)));
        }
        assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
    }

    @Test
    void onlyWhoWasAskedAnswers() {
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> rooms.isRoom(ROOM));
        Iq first = (Iq) engine.next().orElseThrow();
        Iq second = (Iq) engine.next().orElseThrow();
        Iq forged = (Iq) answer(first, true).withFrom(Jid.of("mallory@example.net"));
        assertThat(rooms.answered(forged)).isFalse();
        assertThat(rooms.answered(answer(first, false))).isTrue();
        assertThat(rooms.answered(answer(second, false))).isTrue();
        assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
    }
}
