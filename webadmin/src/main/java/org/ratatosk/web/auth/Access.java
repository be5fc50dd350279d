package org.ratatosk.web.auth;

/** Who may use a page. The gate judges it after the path was matched, so nothing is served that did not say this. */
public enum Access {
    /** Everybody. */
    ANYBODY,
    /** Whoever is logged in. */
    LOGGED_IN,
    /** Members of the site who are logged in. */
    MEMBER,
    /** Admins who are logged in, through the entrance of the console only; they see their own domain. */
    ADMIN,
    /** Those of them whose domain is the site's. */
    SITE_ADMIN,
    /** Programs that ask through a loopback entrance, as those that watch the server do. */
    LOCAL
}
