package org.ratatosk.server.route;

/** For whom a request is that the server answers itself. */
public enum Target {
    /** A hosted domain. */
    SERVER,
    /** The account whose client asks. */
    OWN_ACCOUNT,
    /** An account, asked by somebody else. */
    OTHER_ACCOUNT
}
