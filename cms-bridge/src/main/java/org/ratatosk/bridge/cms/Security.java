package org.ratatosk.bridge.cms;

/** Who may see a post. Whatever is unknown means {@link #PRIVATE}. */
public enum Security {
    /** Everybody. */
    PUBLIC,
    /** The author's contacts to whom the author shows presence. */
    FRIENDS,
    /** The author only. */
    PRIVATE
}
