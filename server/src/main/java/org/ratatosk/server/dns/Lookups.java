package org.ratatosk.server.dns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks a resolver, follows aliases and keeps the answers as long as they say, also that there is nothing (RFC 2308). Who asks what
 * another is already asking gets the same answer. dnsjava's own lookup hides how long an answer lives and whether it is proved,
 * which is why it is not used. Failures are not kept. Thread-safe.
 */
final class Lookups {
    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    /** A set of 32 machines is more than any domain needs, and nobody shall make this server work through thousands. */
    static final int MAX_RECORDS = 32;

    private static final int MAX_ALIASES = 8;
    private static final int MAX_KEPT = 4096;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_NOTHING = Duration.ofHours(1);
    private static final Duration NOTHING_UNSAID = Duration.ofMinutes(1);

    private final Resolver resolver;
    private final Executor executor;
    private final Memory<Question, Answer> kept;

    private record Question(Name name, int type) {
        @Override
        public String toString() {
            return Type.string(type) + " of " + name.toString(true);
        }
    }

    /** Where a look-up stands: aliases followed, and what they did to the life and proof of the answer. */
    private record Way(Question question, Name current, int aliases, Duration life, boolean secure) {
        Way to(Name target, long ttl) {
            return new Way(question, target, aliases + 1, shorter(life, Duration.ofSeconds(ttl)), secure);
        }

        Way proved(boolean also) {
            return new Way(question, current, aliases, life, secure && also);
        }
    }

    Lookups(Resolver resolver, InstantSource clock, Executor executor) {
        this.resolver = resolver;
        this.executor = executor;
        this.kept = new Memory<>(
                MAX_KEPT, Answer::life, clock, question -> send(new Way(question, question.name(), 0, LONGEST, true)));
    }

    /** What the DNS says; the stage fails with a {@link NoWayException} if it says nothing. */
    CompletionStage<Answer> ask(Name name, int type) {
        return kept.ask(new Question(name, type));
    }

    private CompletionStage<Answer> send(Way way) {
        Message query =
                Message.newQuery(Record.newRecord(way.current(), way.question().type(), DClass.IN));
        return resolver.sendAsync(query, executor)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(silence(way.question(), failure)))
                .thenCompose(
                        message -> read(message, way.proved(message.getHeader().getFlag(Flags.AD))));
    }

    private static NoWayException silence(Question question, Throwable failure) {
        LOG.debug("The DNS does not answer", failure);
        return NoWayException.silence("The DNS does not answer about the " + question);
    }

    private CompletionStage<Answer> read(Message message, Way start) {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return CompletableFuture.failedFuture(NoWayException.forNow("The DNS answers about the " + start.question()
                    + " with an error: " + Rcode.string(rcode).toUpperCase(Locale.ROOT)));
        }
        List<Record> answers = message.getSection(Section.ANSWER);
        Way way = start;
        while (true) {
            List<Record> found = of(answers, way.current(), start.question().type());
            if (!found.isEmpty()) {
                return CompletableFuture.completedFuture(answer(found, way));
            }
            List<Record> alias = of(answers, way.current(), Type.CNAME);
            if (alias.isEmpty()) {
                break;
            }
            way = way.to(((CNAMERecord) alias.get(0)).getTarget(), alias.get(0).getTTL());
            if (way.aliases() > MAX_ALIASES) {
                return CompletableFuture.failedFuture(NoWayException.forGood("The DNS leads in circles about the "
                        + start.question() + ", or through more than " + MAX_ALIASES + " aliases"));
            }
        }
        return rcode == Rcode.NOERROR && !way.current().equals(start.current())
                ? send(way)
                : CompletableFuture.completedFuture(nothing(message, way));
    }

    private static List<Record> of(List<Record> answers, Name name, int type) {
        return answers.stream()
                .filter(record -> record.getType() == type
                        && record.getDClass() == DClass.IN
                        && record.getName().equals(name))
                .distinct()
                .limit(MAX_RECORDS)
                .toList();
    }

    private static Answer answer(List<Record> found, Way way) {
        long ttl = found.stream().mapToLong(Record::getTTL).min().orElse(0);
        return new Answer(found, shorter(way.life(), Duration.ofSeconds(ttl)), way.secure());
    }

    private static Answer nothing(Message message, Way way) {
        Duration said = message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst()
                .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
                .orElse(NOTHING_UNSAID);
        return new Answer(List.of(), shorter(way.life(), shorter(said, LONGEST_NOTHING)), way.secure());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
