package org.ratatosk.server;

import java.security.SecureRandom;
import java.util.List;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.feature.AdminCommands;
import org.ratatosk.server.feature.Archive;
import org.ratatosk.server.feature.ArchiveIds;
import org.ratatosk.server.feature.Avatars;
import org.ratatosk.server.feature.Blocking;
import org.ratatosk.server.feature.Carbons;
import org.ratatosk.server.feature.ClientCaps;
import org.ratatosk.server.feature.ContactAddresses;
import org.ratatosk.server.feature.Disco;
import org.ratatosk.server.feature.EntityTime;
import org.ratatosk.server.feature.LegacySession;
import org.ratatosk.server.feature.Offline;
import org.ratatosk.server.feature.Pep;
import org.ratatosk.server.feature.Ping;
import org.ratatosk.server.feature.PresenceBroadcast;
import org.ratatosk.server.feature.Receipts;
import org.ratatosk.server.feature.Registration;
import org.ratatosk.server.feature.Roster;
import org.ratatosk.server.feature.ServerCaps;
import org.ratatosk.server.feature.SoftwareVersion;
import org.ratatosk.server.feature.StanzaIds;
import org.ratatosk.server.feature.Subscriptions;
import org.ratatosk.server.feature.VCard;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.stream.StreamManagement;

/** Everything that the server can do, one line each; handlers of one phase run in this order. Immutable. */
public final class Features {
    private Features() {}

    /** The features of a server with these settings. */
    public static List<Feature> all(ServerConfig config) {
        Limits limits = config.limits();
        ArchiveIds ids = new ArchiveIds();
        return List.of(
                new StreamManagement(new SecureRandom(), limits.resumeTime()),
                new LegacySession(),
                new Blocking(limits.blockedAddresses()),
                new StanzaIds(),
                new Roster(limits.rosterItems()),
                new Subscriptions(limits.rosterItems(), limits.pendingRequests()),
                new PresenceBroadcast(),
                new ClientCaps(10_000),
                new Pep(100, 64 * 1024),
                new Avatars(),
                new VCard(64 * 1024),
                new Offline(ids, limits.undeliveredMessages(), limits.undeliveredBytes()),
                new Archive(ids, limits.archivePage()),
                new Receipts(),
                new Carbons(),
                new Registration(config.registration(), limits.registrationsPerHour()),
                new AdminCommands(),
                new Disco(),
                new ServerCaps(),
                new ContactAddresses(config.contacts()),
                new SoftwareVersion(version()),
                new EntityTime(),
                new Ping());
    }

    private static String version() {
        String version = Features.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
