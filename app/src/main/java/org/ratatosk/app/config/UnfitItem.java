package org.ratatosk.app.config;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;

/** One value of a list or group is not of its kind. Immutable. */
final class UnfitItem extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final transient ConfigValue item;
    private final String key;

    /** @param expected of a value of a list */
    UnfitItem(String expected, ConfigValue item) {
        this(expected, item, "");
    }

    /**
     * @param expected of a value of a group
     * @param key what it has there
     */
    UnfitItem(String expected, ConfigValue item, String key) {
        super(expected);
        this.item = item;
        this.key = key;
    }

    /** The value as it stands in the file. */
    ConfigValue item() {
        return item;
    }

    /** The name of the value, in a list that of the whole list. */
    String path(String whole) {
        return key.isEmpty() ? whole : whole + "." + ConfigUtil.joinPath(key);
    }
}
