package org.ratatosk.web;

import java.util.List;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.web.api.AnnouncementsEndpoint;
import org.ratatosk.web.api.BuddiesEndpoint;
import org.ratatosk.web.api.Endpoint;
import org.ratatosk.web.api.EventsEndpoint;
import org.ratatosk.web.api.MemberEndpoint;
import org.ratatosk.web.api.NotificationsEndpoint;
import org.ratatosk.web.api.PresenceEndpoint;
import org.ratatosk.web.api.PresencePicture;

/** Everything that programs of the site can ask, one line each. Immutable. */
final class Endpoints {
    private Endpoints() {}

    /** The endpoints of a site. */
    static List<Endpoint> of(Bridge bridge) {
        return List.of(
                new EventsEndpoint(bridge),
                MemberEndpoint.put(bridge),
                MemberEndpoint.delete(bridge),
                MemberEndpoint.rename(bridge),
                MemberEndpoint.avatar(bridge),
                MemberEndpoint.noAvatar(bridge),
                BuddiesEndpoint.get(bridge),
                BuddiesEndpoint.put(bridge),
                BuddiesEndpoint.delete(bridge),
                new NotificationsEndpoint(bridge),
                new AnnouncementsEndpoint(bridge),
                new PresenceEndpoint(bridge),
                new PresencePicture(bridge));
    }
}
