package org.ratatosk.server.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    @Override
    public CompletionStage<Delegation> of(String domain) {
        Optional<String> name = ALabels.of(domain);
        if (name.isEmpty() || AddressFilter.literal(domain).isPresent()) {
            return CompletableFuture.completedFuture(Delegation.NONE);
        }
        return securely(SrvEndpoints.STARTTLS + name.get(), Type.SRV)
                .thenCombine(
                        securely(SrvEndpoints.DIRECT_TLS + name.get(), Type.SRV),
                        (one, other) -> machines(
                                name.get(),
                                Stream.concat(one.stream(), other.stream()).toList()))
                .thenCompose(this::ask)
                .toCompletableFuture()
                .completeOnTimeout(Delegation.NONE, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is proved; empty for what is not. */
    private CompletionStage<Optional<Answer>> securely(String name, int type) {
        return dns.askSecurely(name, type)
                .thenApply(answer -> Optional.of(answer).filter(Answer::secure))
                .exceptionally(failure -> {
                    LOG.debug("No proof by DNSSEC: {}", Failures.noWay(failure).getMessage());
                    return Optional.empty();
                });
    }

    private static List<Machine> machines(String domain, List<Answer> proved) {
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

    private CompletionStage<Delegation> ask(List<Machine> machines) {
        List<CompletableFuture<Optional<Answer>>> asked = machines.stream()
                .map(machine -> securely(machine.records(), Type.TLSA).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Tlsa> certificates = new ArrayList<>();
            for (CompletableFuture<Optional<Answer>> each : asked) {
                each.join().stream()
                        .flatMap(answer -> answer.as(TLSARecord.class).stream())
                        .map(SignedDelegations::tlsa)
                        .filter(Tlsa::isUsable)
                        .forEach(certificates::add);
            }
            return new Delegation(
                    machines.stream().map(Machine::host).distinct().toList(), certificates);
        });
    }

    private static Tlsa tlsa(TLSARecord record) {
        return new Tlsa(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                record.getCertificateAssociationData());
    }
}
