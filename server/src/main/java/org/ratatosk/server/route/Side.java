package org.ratatosk.server.route;

/** In whose lane a stanza is. */
public enum Side {
    /** In the lane of the account whose client sent it. */
    SENDER,
    /** In the lane of the account that it is for; in the sender's lane too if it is for the sender's account or server. */
    RECIPIENT
}
