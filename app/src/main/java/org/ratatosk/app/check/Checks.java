package org.ratatosk.app.check;

import java.time.InstantSource;
import java.util.List;
import org.ratatosk.app.cms.Elsewhere;
import org.ratatosk.app.config.AppConfig;

/** All checks, one line each, in the order in which they are made. Immutable. */
public final class Checks {
    private final List<Check> all;

    /**
     * @param clock the time
     * @param running whether a server runs on the data folder
     */
    public Checks(InstantSource clock, boolean running) {
        all = List.of(
                new FolderCheck(running),
                new PortsCheck(running),
                new CertificatesCheck(clock),
                new AuthoritiesCheck(),
                config -> new DnsCheck(JndiNames.of(config)).look(config),
                new CmsCheck((config, cms) -> Elsewhere.cms(config, cms, clock)));
    }

    /** What keeps a server from listening, all of it. */
    public static List<Finding> portsThatCannotBeHad(AppConfig config) {
        return new PortsCheck(false)
                .look(config).stream()
                        .filter(finding -> finding.mark() == Finding.Mark.BAD)
                        .toList();
    }

    /** What all of them find. */
    public List<Finding> look(AppConfig config) {
        return all.stream().flatMap(check -> check.look(config).stream()).toList();
    }
}
