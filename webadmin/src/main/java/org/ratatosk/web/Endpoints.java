package org.ratatosk.web;

import java.util.List;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.web.api.Endpoint;
import org.ratatosk.web.api.EventsEndpoint;
import org.ratatosk.web.api.MemberEndpoint;

/** Everything that programs of the site can ask, one line each. Immutable. */
final class Endpoints {
    private Endpoints() {}

    /** The endpoints of a site. */
    static List<Endpoint> of(Bridge bridge) {
        return List.of(
                new EventsEndpoint(bridge),
                MemberEndpoint.put(bridge),
                MemberEndpoint.delete(bridge),
                MemberEndpoint.rename(bridge));
    }
}
