package org.ratatosk.app.check;

import java.util.List;
import java.util.stream.Collectors;
import org.ratatosk.app.config.AppConfig;

/** Whether other servers can connect from elsewhere at all. Immutable. */
final class ListeningCheck implements Check {
    @Override
    public List<Finding> look(AppConfig config) {
        List<Service> services = Service.forServers(config);
        if (PublicDomains.met(config).isEmpty() || !services.stream().allMatch(Service::isClosed)) {
            return List.of();
        }
        List<Service> used =
                services.stream().filter(one -> !one.listen().isEmpty()).toList();
        if (used.isEmpty()) {
            return List.of(Finding.note(
                    "No other server can connect: s2s.starttls and s2s.direct-tls are empty.",
                    "If none is to be met, set s2s.enabled = off."));
        }
        String places = used.stream()
                .flatMap(one -> one.listen().stream())
                .map(Object::toString)
                .collect(Collectors.joining(" and "));
        String settings = used.stream().map(Service::setting).collect(Collectors.joining(", "));
        Service first = used.get(0);
        return List.of(Finding.bad(
                "Other servers reach " + places + " from this machine alone (" + settings + ").",
                first.opened(first.listen().get(0).port()) + " If none is to be met, set s2s.enabled = off."));
    }
}
