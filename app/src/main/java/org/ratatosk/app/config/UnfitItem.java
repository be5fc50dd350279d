package org.ratatosk.app.config;

import com.typesafe.config.ConfigValue;

/** One value of a list is not of the list's kind. Immutable. */
final class UnfitItem extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final transient ConfigValue item;

    UnfitItem(IllegalArgumentException why, ConfigValue item) {
        super(why.getMessage(), why);
        this.item = item;
    }

    /** The value as it stands in the file. */
    ConfigValue item() {
        return item;
    }
}
