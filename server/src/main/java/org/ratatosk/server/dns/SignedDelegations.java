package org.ratatosk.server.dns;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/**
 * Follows a domain's SRV records to its machines and asks for the TLSA records there, all of it validated by DNSSEC (RFC 7673
 * sections 3 and 4). A domain that is proved to have no SRV records is asked at its own name. Thread-safe.
 */
public final class SignedDelegations implements Delegations {
    private static final Logger LOG = LoggerFactory.getLogger(SignedDelegations.class);
    private static final int MAX_MACHINES = 8;

    private final Dns dns;
    private final Duration patience;

    /** @param patience how long all questions about a domain may take together */
    public SignedDelegations(Dns dns, Duration patience) {
        this.dns = dns;
        this.patience = patience;
    }

    /** A machine's name, as A-labels, and port. */
    private record Machine(String host, int port) {
        String records() {
            return "_" + port + "._tcp." + host;
        }
    }

    /** What became of a question: an answer if DNSSEC proves it, or why there is none. */
    private record Said(Optional<Answer> proved, Optional<NoWayException> failure) {}

    @Override
    public CompletionStage<Delegation> of(String domain) {
        Optional<String> name = ALabels.of(domain);
        if (name.isEmpty() || AddressFilter.literal(domain).isPresent()) {
            return CompletableFuture.completedFuture(Delegation.NONE);
        }
        return securely(SrvEndpoints.STARTTLS + name.get(), Type.SRV)
                .thenCombine(securely(SrvEndpoints.DIRECT_TLS + name.get(), Type.SRV), List::of)
                .thenCompose(services -> ask(name.get(), services))
                .toCompletableFuture()
                .completeOnTimeout(Delegation.UNKNOWN, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Said> securely(String name, int type) {
        return dns.askSecurely(name, type)
                .thenApply(answer -> new Said(Optional.of(answer).filter(Answer::secure), Optional.empty()))
                .exceptionally(failure -> {
                    NoWayException why = Failures.noWay(failure);
                    LOG.debug("No proof by DNSSEC: {}", why.getMessage());
                    return new Said(Optional.empty(), Optional.of(why));
                });
    }

    private static List<Machine> machines(String domain, List<Said> services) {
        List<Answer> proved =
                services.stream().flatMap(said -> said.proved().stream()).toList();
        List<Machine> machines = proved.stream()
                .flatMap(answer -> answer.as(SRVRecord.class).stream())
                .map(srv -> new Machine(srv.getTarget().toString(true).toLowerCase(Locale.ROOT), srv.getPort()))
                .filter(machine ->
                        !machine.host().equals(".") && !machine.host().isEmpty())
                .distinct()
                .limit(MAX_MACHINES)
                .toList();
        boolean provedSilent = proved.size() == 2
                && proved.stream().allMatch(answer -> answer.records().isEmpty());
        return provedSilent ? List.of(new Machine(domain, SrvEndpoints.DEFAULT_PORT)) : machines;
    }

    private CompletionStage<Delegation> ask(String domain, List<Said> services) {
        List<Machine> machines = machines(domain, services);
        List<CompletableFuture<Said>> asked = machines.stream()
                .map(machine -> securely(machine.records(), Type.TLSA).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Said> keys = asked.stream().map(CompletableFuture::join).toList();
            List<Tlsa> certificates = keys.stream()
                    .flatMap(said -> said.proved().stream())
                    .flatMap(answer -> answer.as(TLSARecord.class).stream())
                    .map(SignedDelegations::tlsa)
                    .filter(Tlsa::isUsable)
                    .toList();
            return new Delegation(
                    machines.stream().map(Machine::host).distinct().toList(), certificates, isComplete(services, keys));
        });
    }

    /** A service that is signed wrongly is none; a machine whose keys cannot be read may have some. */
    private static boolean isComplete(List<Said> services, List<Said> keys) {
        return services.stream().flatMap(said -> said.failure().stream()).noneMatch(NoWayException::isSilence)
                && keys.stream().flatMap(said -> said.failure().stream()).noneMatch(NoWayException::isTemporary);
    }

    private static Tlsa tlsa(TLSARecord record) {
        return new Tlsa(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                record.getCertificateAssociationData());
    }
}
