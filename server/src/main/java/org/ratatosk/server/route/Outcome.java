package org.ratatosk.server.route;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.store.Store.Tables;
import org.ratatosk.server.xml.Element;

/**
 * What a handler wants done: whether the stanza goes on, what is written, and what is sent once that is durable. Immutable.
 */
public final class Outcome {
    private static final Outcome PASS = new Outcome(new Draft(Verdict.PASS));
    private static final Outcome HANDLED = new Outcome(new Draft(Verdict.HANDLED));

    enum Verdict {
        PASS,
        HANDLED,
        REJECTED
    }

    /** Gives a stanza to a client of the recipient; replaces the plain sending where a feature follows what it has sent. */
    @FunctionalInterface
    public interface Courier {
        /** Sends in the lane, after everything is durable. */
        void send(Session session, Element stanza);
    }

    /** How it goes on after a read, or after writes. */
    record Next(@Nullable Function<Tables, Object> read, Function<@Nullable Object, Outcome> then) {}

    /** One element for one client. */
    record Sending(Session session, Element element) {}

    private static final class Draft {
        private Verdict verdict;
        private @Nullable Stanza changed;
        private @Nullable StanzaError error;
        private @Nullable Next next;
        private @Nullable Courier courier;
        private List<Consumer<Tables>> writes = List.of();
        private List<Sending> sendings = List.of();
        private List<Stanza> routed = List.of();
        private List<Runnable> actions = List.of();
        private List<Runnable> undos = List.of();

        Draft(Verdict verdict) {
            this.verdict = verdict;
        }

        Draft(Draft other) {
            verdict = other.verdict;
            changed = other.changed;
            error = other.error;
            next = other.next;
            courier = other.courier;
            writes = other.writes;
            sendings = other.sendings;
            routed = other.routed;
            actions = other.actions;
            undos = other.undos;
        }
    }

    private final Draft draft;

    private Outcome(Draft draft) {
        this.draft = draft;
    }

    private Outcome with(Consumer<Draft> change) {
        Draft copy = new Draft(draft);
        change.accept(copy);
        return new Outcome(copy);
    }

    private static <T> List<T> plus(List<T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return List.copyOf(longer);
    }

    /** The stanza goes on. */
    public static Outcome pass() {
        return PASS;
    }

    /** The stanza goes on in another form. */
    public static Outcome pass(Stanza changed) {
        return PASS.with(draft -> draft.changed = changed);
    }

    /** The stanza ends here, and its sender is told nothing. */
    public static Outcome handled() {
        return HANDLED;
    }

    /** The stanza ends here with this answer. */
    public static Outcome reply(Stanza answer) {
        return HANDLED.route(answer);
    }

    /** The stanza ends here with an error. */
    public static Outcome reject(StanzaError error) {
        return new Outcome(new Draft(Verdict.REJECTED)).with(draft -> draft.error = error);
    }

    /** The stanza ends here with an error of the usual type. */
    public static Outcome reject(StanzaError.Condition condition) {
        return reject(StanzaError.of(condition));
    }

    /** The stanza ends here with an error of the usual type and a sentence for a person. */
    public static Outcome reject(StanzaError.Condition condition, String text) {
        return reject(StanzaError.of(condition, text));
    }

    /**
     * First something has to be read. It sees all earlier writes of this lane, and the lane does nothing else until
     * {@code then} has said, in the lane, what comes of it.
     */
    public static <T> Outcome later(Function<Tables, T> read, Function<T, Outcome> then) {
        @SuppressWarnings("unchecked") // then gets what read returned
        Function<@Nullable Object, Outcome> next = value -> then.apply((T) value);
        return PASS.with(draft -> draft.next = new Next(read::apply, next));
    }

    /**
     * First something has to be written. The lane does nothing else until it is durable and {@code then} has said, in the lane,
     * what comes of it; if it cannot be written the stanza ends with an error. For changes of state that the next stanza must
     * see.
     */
    public static Outcome stored(Consumer<Tables> write, Supplier<Outcome> then) {
        return PASS.with(draft -> {
            draft.writes = List.of(write);
            draft.next = new Next(null, nothing -> then.get());
        });
    }

    /** The same, and something is written, durably before anything is sent. */
    public Outcome write(Consumer<Tables> write) {
        return with(draft -> draft.writes = plus(draft.writes, write));
    }

    /** The same, and an element is sent to a client of the lane's account. */
    public Outcome send(Session session, Element element) {
        return with(draft -> draft.sendings = plus(draft.sendings, new Sending(session, element)));
    }

    /** The same, and elements are sent in order to a client of the lane's account. */
    public Outcome send(Session session, List<Element> elements) {
        List<Sending> more =
                elements.stream().map(element -> new Sending(session, element)).toList();
        return with(draft -> draft.sendings = joined(draft.sendings, more));
    }

    /** The same, and a stanza sets out for the address in its {@code to}. */
    public Outcome route(Stanza stanza) {
        return with(draft -> draft.routed = plus(draft.routed, stanza));
    }

    /** The same, and an action runs in the lane after all that is sent. */
    public Outcome then(Runnable action) {
        return with(draft -> draft.actions = plus(draft.actions, action));
    }

    /**
     * The same, and {@code undo} runs in the lane if nothing comes of all this: a later handler refuses the stanza, or something
     * cannot be written. For state that handlers after this one have to see at once.
     */
    public Outcome orElse(Runnable undo) {
        return with(draft -> draft.undos = plus(draft.undos, undo));
    }

    /**
     * The same, and the stanza counts as kept for its recipient; what is delivered of it is given to clients by {@code courier}.
     */
    public Outcome keptBy(Courier courier) {
        return with(draft -> draft.courier = courier);
    }

    /** Both: what either wants written and sent; the verdict of this one. */
    public Outcome and(Outcome other) {
        return with(draft -> {
            draft.writes = joined(draft.writes, other.draft.writes);
            draft.sendings = joined(draft.sendings, other.draft.sendings);
            draft.routed = joined(draft.routed, other.draft.routed);
            draft.actions = joined(draft.actions, other.draft.actions);
            draft.undos = joined(draft.undos, other.draft.undos);
        });
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }

    /** The same without what it sends to clients. */
    Outcome withoutSendings() {
        return with(draft -> draft.sendings = List.of());
    }

    Verdict verdict() {
        return draft.verdict;
    }

    @Nullable
    Stanza changed() {
        return draft.changed;
    }

    @Nullable
    StanzaError error() {
        return draft.error;
    }

    @Nullable
    Next next() {
        return draft.next;
    }

    @Nullable
    Courier courier() {
        return draft.courier;
    }

    List<Consumer<Tables>> writes() {
        return draft.writes;
    }

    List<Sending> sendings() {
        return draft.sendings;
    }

    List<Stanza> routed() {
        return draft.routed;
    }

    List<Runnable> actions() {
        return draft.actions;
    }

    List<Runnable> undos() {
        return draft.undos;
    }
}
