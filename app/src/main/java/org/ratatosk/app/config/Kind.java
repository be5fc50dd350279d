package org.ratatosk.app.config;

import com.typesafe.config.ConfigValue;

/**
 * How the value of a setting is read. Immutable.
 *
 * @param <T> what it is read as
 */
@FunctionalInterface
interface Kind<T> {
    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is no such value; the message says what is expected, as in "a whole number from 1 to 100"
     */
    T read(ConfigValue value);
}
