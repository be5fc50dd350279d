package org.ratatosk.app.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ratatosk.server.config.ComponentsConfig;
import org.ratatosk.server.config.ComponentsConfig.Access;
import org.ratatosk.server.config.ListenAddress;

/** Reads the section {@code components}. Immutable. */
final class ComponentSettings {
    private ComponentSettings() {}

    /** @param hosted the hosted domains */
    static ComponentsConfig read(StrictReader reader, List<String> hosted) {
        List<ListenAddress> listen = reader.setting(
                "components.listen", List.of(new ListenAddress("127.0.0.1", 5347)), Kinds.list(0, Kinds.listen()));
        boolean allowNetwork = reader.setting("components.allow-network", false, Kinds.flag());
        Map<String, Access> read =
                reader.setting("components.domains", Map.of(), Kinds.perDomain(Kinds.componentAccess()));
        Map<String, Access> domains = new TreeMap<>(read);
        domains.keySet()
                .removeIf(name -> ComponentsConfig.problem(name, hosted)
                        .map(words -> {
                            reader.problem("components.domains", "names " + name + ", which " + words);
                            return true;
                        })
                        .orElse(false));
        try {
            return new ComponentsConfig(listen, allowNetwork, domains);
        } catch (IllegalArgumentException e) {
            reader.problem("components.listen", "is refused: " + e.getMessage());
            return ComponentsConfig.NONE;
        }
    }
}
