package org.ratatosk.app.check;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.ratatosk.app.cms.Elsewhere;
import org.ratatosk.app.cms.MailServer;
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
                ofCertificates(clock),
                ofDomains(),
                new CmsCheck((config, cms) -> Elsewhere.cms(config, cms, clock)),
                new MailCheck(MailServer::mailer));
    }

    /** Whether others believe the server, and whom it believes. */
    static Check ofCertificates(InstantSource clock) {
        return together(new CertificatesCheck(clock), new AuthoritiesCheck());
    }

    /** Whether others find the server. */
    static Check ofDomains() {
        return together(
                new ListeningCheck(), config -> new DnsCheck(JndiNames.of(config), Interfaces::addresses).look(config));
    }

    private static Check together(Check... checks) {
        return config ->
                Stream.of(checks).flatMap(check -> check.look(config).stream()).toList();
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
