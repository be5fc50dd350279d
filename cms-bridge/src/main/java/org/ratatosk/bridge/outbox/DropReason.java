package org.ratatosk.bridge.outbox;

/** Why an alert was not sent. */
public enum DropReason {
    /** The recipient may not see what it tells of, or that is gone. */
    NOT_VISIBLE,
    /** The recipient had as many alerts in the hour as one may have. */
    QUOTA,
    /** The recipient wants no alerts, or none at that address. */
    SWITCHED_OFF,
    /** Too many alerts in a row came back from the address. */
    SUSPENDED,
    /** The address is not, or no longer, proved to be the member's. */
    UNPROVED,
    /** It was told in a list of several. */
    LISTED,
    /** It went by mail, after nobody had fetched it for a day. */
    MAILED
}
