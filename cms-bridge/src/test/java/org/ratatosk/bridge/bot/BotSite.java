package org.ratatosk.bridge.bot;

import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.ratatosk.bridge.Commands;
import org.ratatosk.bridge.alerts.Addresses;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.Alerts;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Journal;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Patience;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.config.BridgeConfig.StrangerComments;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.engine.EngineAccounts;
import org.ratatosk.bridge.engine.RosterContacts;
import org.ratatosk.bridge.engine.TestEngine;
import org.ratatosk.bridge.identity.Codes;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.bridge.outbox.Deliveries;
import org.ratatosk.bridge.store.sql.SqlAlerts;
import org.ratatosk.bridge.store.sql.SqlBounces;
import org.ratatosk.bridge.store.sql.SqlEventLog;
import org.ratatosk.bridge.store.sql.SqlFanOut;
import org.ratatosk.bridge.store.sql.SqlIdentityStore;
import org.ratatosk.bridge.store.sql.SqlJournalStore;
import org.ratatosk.bridge.store.sql.SqlMailboxes;
import org.ratatosk.bridge.store.sql.SqlMails;
import org.ratatosk.bridge.store.sql.SqlManners;
import org.ratatosk.bridge.store.sql.SqlNotices;
import org.ratatosk.bridge.store.sql.SqlRequestStore;
import org.ratatosk.bridge.store.sql.SqlSubscriptions;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;

/** The bot with the own journal on a database in memory and an engine over maps. */
final class BotSite implements Addresses, AutoCloseable {
    static final Jid BOT = Jid.of("ratatosk@example.org");
    static final Jid ALICE = Jid.of("alice@example.org/desk");
    static final Jid BOB = Jid.of("bob@example.org/phone");
    static final Jid CAROL = Jid.of("carol@elsewhere.example/pda");

    final TestClock clock = new TestClock();
    final TestDatabase db = new TestDatabase();
    final TestEngine engine = new TestEngine();
    final Names names = new Names(List.of("example.org"));
    final Identities identities = new Identities(
            new SqlIdentityStore(db), names, BOT, address -> false, new Codes(new SecureRandom()), clock);
    final Heard alerts = new Heard();
    final List<Jid> newcomers = new CopyOnWriteArrayList<>();
    final CmsAdapter journal;
    private final SerialPool pool = new SerialPool("bot", 4, 8);
    private final AtomicInteger ids = new AtomicInteger();

    /** What the bot tells of alerts, kept in words. */
    static final class Heard implements Deliveries {
        final Map<String, Long> numbers = new ConcurrentHashMap<>();
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public OptionalLong number(Jid address, String stanzaId) {
            Long number = numbers.get(address + " " + stanzaId);
            return number == null ? OptionalLong.empty() : OptionalLong.of(number);
        }

        @Override
        public void received(Jid from, String stanzaId) {
            heard.add("received " + from + " " + stanzaId);
        }

        @Override
        public void refused(Message error) {
            heard.add("refused " + error.id().orElse(""));
        }

        @Override
        public void answered(Iq answer) {
            heard.add("answered " + answer.id().orElse(""));
        }

        @Override
        public void acknowledged(Jid owner, String stanzaId) {
            heard.add("acknowledged " + owner + " " + stanzaId);
        }
    }

    BotSite() {
        this(StrangerComments.MODERATED, adapter -> adapter);
    }

    BotSite(StrangerComments strangers, UnaryOperator<CmsAdapter> wrap) {
        this(strangers, wrap, new Patience(time -> {}));
    }

    BotSite(StrangerComments strangers, UnaryOperator<CmsAdapter> wrap, Patience patience) {
        BridgeConfig plain = BridgeConfig.defaults("example.org", "https://example.org");
        BridgeConfig config = new BridgeConfig(
                BOT,
                "Ratatosk",
                "At your service",
                "",
                null,
                "Example",
                "https://example.org",
                List.of("example.org"),
                strangers,
                plain.limits());
        engine.join("alice@example.org", "bob@example.org");
        journal = new Journal(
                new SqlJournalStore(db, new Links(config.siteUrl())),
                new EngineAccounts(engine),
                names,
                Limits.DEFAULTS,
                clock);
        CmsAdapter cms = wrap.apply(journal);
        Visibility visibility = new Visibility(cms, new RosterContacts(engine, home -> Set.of()));
        Alerts subscribing = subscribing(cms, visibility);
        RoomQuestions rooms = new RoomQuestions(BOT, engine);
        Commands commands = new Commands(
                config,
                cms,
                visibility,
                identities,
                subscribing.subscriptions(),
                subscribing.suspensions(),
                subscribing,
                subscribing.manners(),
                new Mailboxes(new SqlMailboxes(db), null, "Example", new SecureRandom(), clock),
                clock);
        Bot bot = new Bot(
                config,
                engine,
                new Bot.Parts(
                        commands.all(),
                        this::caller,
                        new SqlRequestStore(db),
                        cms,
                        alerts,
                        rooms,
                        newcomers::add,
                        patience,
                        pool,
                        clock));
        engine.attach(BOT, bot);
    }

    private Alerts subscribing(CmsAdapter cms, Visibility visibility) {
        return new Alerts(
                BOT,
                new Alerts.Stores(
                        new SqlEventLog(db),
                        new SqlFanOut(db),
                        new SqlSubscriptions(db),
                        new SqlAlerts(db),
                        new SqlBounces(db),
                        new SqlNotices(db),
                        new SqlManners(db),
                        new SqlMails(db)),
                new Alerts.Site(cms, this, visibility, some -> {}, home -> false),
                engine,
                AlertSettings.DEFAULTS,
                new SecureRandom(),
                clock);
    }

    @Override
    public Optional<Holder> holder(Jid bare) {
        return caller(bare, Proof.HOSTED).map(c -> new Holder(c.member(), c.rights(), c.home()));
    }

    @Override
    public List<Jid> of(String member) {
        return List.of();
    }

    private Optional<Command.Caller> caller(Jid bare, Proof proof) {
        identities.demand(bare, proof);
        Optional<Command.Caller> home = names.of(bare)
                .flatMap(journal::member)
                .map(m -> new Command.Caller(m, bare, Set.of(Identity.Right.values()), true));
        return home.or(() -> identities
                .at(bare)
                .flatMap(i -> journal.member(i.member()).map(m -> new Command.Caller(m, bare, i.rights(), false))));
    }

    /** Links carol's address with alice. */
    void link(Identity.Right... rights) {
        identities.prove(
                CAROL, Proof.HOSTED, identities.request("alice", CAROL.bare()).code());
        identities.setRights("alice", CAROL, Set.of(rights));
    }

    /** A chat message to the bot. */
    Message message(Jid from, String id, String body, Element... more) {
        Element.Builder message = Message.builder(Message.Type.CHAT)
                .attr("id", id)
                .attr("from", from)
                .attr("to", BOT)
                .child("body", body);
        for (Element element : more) {
            message.child(element);
        }
        return Message.of(message);
    }

    /** Brings a stanza, and waits until it is accepted; what was sent until then is in the engine. */
    void bring(Stanza stanza) {
        bring(stanza, Proof.HOSTED);
    }

    private void bring(Stanza stanza, Proof proof) {
        CountDownLatch accepted = new CountDownLatch(1);
        engine.bring(stanza, proof, accepted::countDown);
        try {
            if (!accepted.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Not accepted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Brings a message, and gives the words of the answer; empty if there is none. */
    String ask(Message message) {
        return ask(message, Proof.HOSTED);
    }

    private String ask(Message message, Proof proof) {
        List<String> answers = all(message, proof);
        if (answers.size() > 1) {
            throw new AssertionError("More than one answer: " + answers);
        }
        return answers.isEmpty() ? "" : answers.get(0);
    }

    /** Brings a message, and gives the words of all that was said. */
    List<String> all(Message message) {
        return all(message, Proof.HOSTED);
    }

    private List<String> all(Message message, Proof proof) {
        bring(message, proof);
        return engine.rest().stream()
                .map(answer -> answer.element().childText(Stanza.NS, "body").orElse(""))
                .toList();
    }

    /** Says something under a new id, and gives the answer's words; empty if there is none. */
    String say(Jid from, String body, Element... more) {
        return ask(message(from, "m" + ids.incrementAndGet(), body, more));
    }

    /** Says something from an address whose domain is proved so. */
    String say(Jid from, Proof proof, String body) {
        return ask(message(from, "m" + ids.incrementAndGet(), body), proof);
    }

    /** Lets the bot take nothing any more. */
    void stop() {
        pool.close();
    }

    @Override
    public void close() {
        pool.close();
        db.close();
    }

    /** All comments under a post, whatever their state. */
    List<Comment> commentsUnder(long post) {
        return journal.comments(post, EnumSet.allOf(Comment.State.class), 0, 1000);
    }
}
