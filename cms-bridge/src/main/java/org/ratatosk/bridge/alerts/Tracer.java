package org.ratatosk.bridge.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Addresses.Holder;
import org.ratatosk.bridge.alerts.Trace.Outcome;
import org.ratatosk.bridge.alerts.Trace.Step;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.mail.MailStore;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.server.jid.Jid;

/**
 * Finds out why somebody did, or did not, get the news of a post or comment: from the event on, through the subscriptions, to the
 * alert. Of several alerts that a member got for one thing, the one that got farthest tells the outcome. Thread-safe; blocks on
 * the database and the CMS.
 */
final class Tracer {
    private static final List<Alert.State> FARTHEST_FIRST = List.of(
            Alert.State.ACKNOWLEDGED,
            Alert.State.SENT,
            Alert.State.WAITING,
            Alert.State.BOUNCED,
            Alert.State.DEAD,
            Alert.State.DROPPED);

    private final Alerts.Stores stores;
    private final NewsDesk desk;
    private final Alerts.Site site;
    private final Duration kept;
    private final LongFunction<Optional<FanOut.Wait>> waits;
    private final InstantSource clock;

    /**
     * @param kept how long alerts and events are kept
     * @param waits why the event at a position waits, if its alerts could not be made
     */
    Tracer(
            Alerts.Stores stores,
            Alerts.Site site,
            Duration kept,
            LongFunction<Optional<FanOut.Wait>> waits,
            InstantSource clock) {
        this.stores = stores;
        this.desk = new NewsDesk(site.cms(), stores.log(), stores.notices());
        this.site = site;
        this.kept = kept;
        this.waits = waits;
        this.clock = clock;
    }

    /** Whom a trace is about: a member at all addresses, or one address. */
    private record Person(String shown, @Nullable String member, List<Jid> addresses) {
        boolean did(Event event) {
            return event.actor().equals(member)
                    || addresses.stream().anyMatch(address -> address.toString().equals(event.actor()));
        }
    }

    /** What a trace is about, and how its sentence writes a time. */
    private record Asked(Person person, long number, Function<Instant, String> times) {}

    /** How it ended, and why. */
    private record End(Outcome outcome, String sentence) {}

    Trace trace(String who, long number, Function<Instant, String> times) {
        Person person = person(who.strip());
        List<Step> steps = new ArrayList<>();
        List<EventLog.Entry> entries = stores.log().about(number);
        entries.forEach(entry -> steps.add(new Step(entry.event().at(), happened(entry.event()))));
        End end = entries.isEmpty() ? noEvent(number) : end(new Asked(person, number, times), entries, steps);
        return new Trace(List.copyOf(steps), end.outcome(), end.sentence());
    }

    private Person person(String who) {
        if (site.cms().member(who).isPresent()) {
            return new Person(who, who, site.addresses().of(who));
        }
        Jid address = Jid.parse(who)
                .filter(jid -> jid.local().isPresent())
                .map(Jid::bare)
                .orElseThrow(() -> new CmsException("There is nobody called " + who + " here.", false));
        @Nullable
        String holder = site.addresses()
                .holder(address)
                .map(Holder::member)
                .map(member -> member.name())
                .orElse(null);
        return new Person(address.toString(), holder, List.of(address));
    }

    private static String happened(Event event) {
        return switch (event.type()) {
            case POST_PUBLISHED -> event.actor() + " published #" + event.post();
            case COMMENT_SHOWN -> "A comment of " + event.actor() + " under #" + event.post() + " was shown";
            case COMMENT_HELD -> "A comment of " + event.actor() + " under #" + event.post() + " was held";
            case LIKED -> event.actor() + " likes #" + News.number(event);
            case NOTICE -> "The site told something as #" + event.post();
        };
    }

    private End noEvent(long number) {
        Optional<Instant> published = site.cms()
                .post(number)
                .map(Post::published)
                .or(() -> site.cms().findComment(number).map(Comment::published));
        if (published.filter(this::isTooOld).isPresent()) {
            return tooOld(number);
        }
        String sentence = published.isPresent()
                ? "No event came for #" + number + ", so nobody was told of it."
                : "There is no #" + number + ", and no event about it came.";
        return new End(Outcome.NO_EVENT, sentence);
    }

    private boolean isTooOld(Instant time) {
        return time.isBefore(clock.instant().minus(kept));
    }

    private End tooOld(long number) {
        return new End(
                Outcome.TOO_OLD,
                "#" + number + " is older than what is kept of alerts: " + kept.toDays()
                        + " days, by the setting site.alerts-kept.");
    }

    private End end(Asked asked, List<EventLog.Entry> entries, List<Step> steps) {
        List<Alert> alerts = new ArrayList<>();
        for (EventLog.Entry entry : entries) {
            for (Jid address : asked.person().addresses()) {
                stores.alerts().find(entry.event().id(), address).ifPresent(alerts::add);
            }
        }
        alerts.forEach(alert -> addSteps(alert, steps));
        Optional<End> mailed = mailed(asked, entries, steps);
        if (mailed.isPresent() && alerts.stream().noneMatch(alert -> alert.state() == Alert.State.ACKNOWLEDGED)) {
            return mailed.get();
        }
        Optional<Alert> farthest = alerts.stream().min(Comparator.comparingInt(a -> FARTHEST_FIRST.indexOf(a.state())));
        return farthest.map(alert -> end(alert, asked.times())).orElseGet(() -> unmade(asked, entries, steps));
    }

    /** That it went by mail, if it did. */
    private Optional<End> mailed(Asked asked, List<EventLog.Entry> entries, List<Step> steps) {
        @Nullable String member = asked.person().member();
        if (member == null) {
            return Optional.empty();
        }
        Optional<End> end = Optional.empty();
        for (EventLog.Entry entry : entries) {
            Optional<End> before = end;
            Optional<MailStore.Told> found =
                    stores.mails().told(member, entry.event().id());
            found.ifPresent(told -> steps.add(new Step(told.at(), mailStep(told))));
            end = found.filter(told -> told.state() == MailStore.State.SENT)
                    .map(told -> new End(
                            Outcome.MAILED,
                            asked.person().shown() + " was told of it by e-mail at "
                                    + asked.times().apply(told.at()) + "."))
                    .or(() -> before);
        }
        return end;
    }

    private static String mailStep(MailStore.Told told) {
        String why = told.error() == null ? "" : ": " + told.error();
        MailStore.@Nullable State state = told.state();
        if (state == null) {
            return "It is to go by e-mail";
        }
        return switch (state) {
            case WAITING -> "It is on its way by e-mail" + why;
            case SENT -> "It went by e-mail";
            case REFUSED -> "It was refused by e-mail" + why;
            case GIVEN_UP -> "It was given up by e-mail" + why;
        };
    }

    private static void addSteps(Alert alert, List<Step> steps) {
        String to = " to " + alert.address();
        steps.add(new Step(alert.created(), "An alert" + to + " was made"));
        @Nullable String error = alert.error();
        String tried = alert.tries() == 0 ? "" : " after " + times(alert.tries());
        String state = switch (alert.state()) {
            case WAITING -> alert.tries() == 0 ? "" : "The alert" + to + " failed" + tried + " and waits";
            case SENT -> "The alert" + to + " was sent" + tried;
            case ACKNOWLEDGED -> "The alert" + to + " arrived" + tried;
            case BOUNCED -> "The alert" + to + " was refused" + tried;
            case DEAD -> "The alert" + to + " was given up" + tried;
            case DROPPED -> "The alert" + to + " was not sent";
        };
        if (!state.isEmpty()) {
            steps.add(new Step(alert.changed(), error == null ? state : state + ": " + error));
        }
    }

    private static String times(int tries) {
        return tries == 1 ? "1 try" : tries + " tries";
    }

    private End end(Alert alert, Function<Instant, String> times) {
        String to = alert.address().toString();
        String error = alert.error() == null ? "" : ": " + alert.error();
        return switch (alert.state()) {
            case ACKNOWLEDGED ->
                new End(
                        Outcome.ACKNOWLEDGED,
                        "A client at " + to + " has it since " + times.apply(alert.changed()) + ".");
            case SENT -> new End(Outcome.SENT, sent(alert, times.apply(alert.changed())));
            case WAITING -> new End(Outcome.WAITING, waiting(alert));
            case BOUNCED -> new End(Outcome.BOUNCED, "The server of " + to + " refused it" + error + ".");
            case DEAD ->
                new End(Outcome.DEAD, "It was given up after " + times(alert.tries()) + " to " + to + error + ".");
            case DROPPED -> dropped(alert);
        };
    }

    private String sent(Alert alert, String when) {
        String sent = "It was sent to " + alert.address() + " at " + when;
        @Nullable Instant again = alert.nextTry();
        return again == null
                ? sent + " and is stored there; no client has fetched it yet."
                : sent + "; nothing shows yet that it arrived, so it is sent again " + in(again) + ".";
    }

    private String waiting(Alert alert) {
        @Nullable Instant next = alert.nextTry();
        if (next == null) {
            return alert.error() + ".";
        }
        String when = in(next);
        return alert.tries() == 0 && alert.error() == null
                ? "It waits for its first try " + when + "."
                : "It waits for its next try " + when + " (" + times(alert.tries()) + " so far"
                        + (alert.error() == null ? "" : ", the last: " + alert.error()) + ").";
    }

    private String in(Instant time) {
        long seconds = Math.max(0, Duration.between(clock.instant(), time).toSeconds());
        return "in " + seconds + " s";
    }

    private End dropped(Alert alert) {
        DropReason reason = stores.alerts().dropReason(alert.id()).orElse(DropReason.NOT_VISIBLE);
        Outcome outcome = switch (reason) {
            case NOT_VISIBLE -> Outcome.NOT_VISIBLE;
            case QUOTA -> Outcome.QUOTA;
            case SWITCHED_OFF -> Outcome.SWITCHED_OFF;
            case SUSPENDED -> Outcome.SUSPENDED;
            case UNPROVED -> Outcome.UNPROVED;
            case LISTED -> Outcome.LISTED;
            case MAILED -> Outcome.MAILED;
        };
        return new End(
                outcome,
                "It was not sent " + (reason == DropReason.LISTED ? "alone " : "") + "to " + alert.address() + ": "
                        + alert.error() + ".");
    }

    /** Why there is no alert. */
    private End unmade(Asked asked, List<EventLog.Entry> entries, List<Step> steps) {
        Person person = asked.person();
        long number = asked.number();
        if (entries.stream().anyMatch(entry -> person.did(entry.event()))) {
            return new End(
                    Outcome.OWN_DOING, "It is " + person.shown() + "'s own doing, of which nobody is told twice.");
        }
        Set<String> open =
                stores.fanOut().open().stream().map(FanOutStore.Job::event).collect(Collectors.toSet());
        long position = stores.fanOut().position();
        if (entries.stream()
                .anyMatch(
                        e -> e.position() > position || open.contains(e.event().id()))) {
            return new End(Outcome.WAITING, unfinished(entries, number, steps));
        }
        Event last = entries.get(entries.size() - 1).event();
        if (isTooOld(last.at())) {
            return tooOld(number);
        }
        Optional<News> news = desk.of(last);
        if (news.isEmpty()) {
            return new End(Outcome.NOT_VISIBLE, "#" + number + " is not on the site any more.");
        }
        Optional<String> only = news.get().onlyFor();
        if (only.isPresent() && !only.get().equals(person.member())) {
            String sentence = "#" + number + " is seen by " + only.get() + " only, who has not decided on it.";
            return new End(Outcome.NOT_VISIBLE, sentence);
        }
        return new End(Outcome.NOT_SUBSCRIBED, notSubscribed(asked, news.get(), steps));
    }

    /** How far the alerts are that are being made, and what keeps them from being made. */
    private String unfinished(List<EventLog.Entry> entries, long number, List<Step> steps) {
        for (EventLog.Entry entry : entries) {
            Optional<FanOut.Wait> found = waits.apply(entry.position());
            if (found.isPresent()) {
                FanOut.Wait wait = found.get();
                String often = wait.faults() > 1 ? ", " + times(wait.faults()) + " in a row" : "";
                steps.add(new Step(wait.since(), "Its alerts could not be made: " + wait.why() + often));
                return "Alerts of #" + number + " cannot be made yet; the next try is " + in(wait.until())
                        + ". The reason: " + wait.why() + (wait.why().endsWith(".") ? "" : ".");
            }
        }
        return "Alerts of #" + number + " are still being made.";
    }

    private String notSubscribed(Asked asked, News news, List<Step> steps) {
        Person person = asked.person();
        for (Jid address : person.addresses()) {
            for (Topic topic : news.topics()) {
                Optional<Subscription> later = stores.subscriptions().find(address, topic);
                if (later.isPresent()) {
                    String since = asked.times().apply(later.get().created());
                    steps.add(new Step(later.get().created(), address + " subscribed to " + name(topic)));
                    return person.shown() + " subscribed only later: to " + name(topic) + ", at " + since + ".";
                }
            }
        }
        String topics = news.topics().stream().map(Tracer::name).collect(Collectors.joining(", "));
        return person.shown() + " was subscribed to nothing that #" + asked.number() + " is about: " + topics + ".";
    }

    private static String name(Topic topic) {
        return switch (topic.target()) {
            case OWN_POSTS -> "comments on posts of " + topic.value() + " (for " + topic.value() + ")";
            case LIKES -> "who likes posts and comments of " + topic.value() + " (for " + topic.value() + ")";
            case OWN_COMMENTS -> "replies to comments of " + topic.value() + " (for " + topic.value() + ")";
            default ->
                TopicWords.describe(topic.target(), topic.value())
                        + (topic.target().isOwn() ? " (for " + topic.value() + ")" : "");
        };
    }
}
