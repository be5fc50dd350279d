package org.ratatosk.bridge.cms;

import org.ratatosk.server.jid.Jid;

/**
 * A person of the site. Immutable.
 *
 * @param name the login name, unique on the site
 * @param home the account on the site's own domain, bare
 * @param displayName how the person is shown
 * @param defaultSecurity for posts that say nothing of it
 * @param alertsOn whether the member wants alerts at all
 */
public record Member(String name, Jid home, String displayName, Security defaultSecurity, boolean alertsOn) {}
