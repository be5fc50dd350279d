package org.ratatosk.bridge.alerts;

import java.time.Duration;

/**
 * How much of each thing there may be, and for how long. Immutable.
 *
 * @param subscriptionsPerMember what a member may ask for, at all addresses together
 * @param subscriptionsPerStranger what an address may ask for that belongs to nobody
 * @param alertsPerHour alerts that a member, or an address that belongs to nobody, gets in an hour
 * @param bounces after so many refused alerts in a row no more go to an address
 * @param kept how long alerts that need no more work are kept, and the events that they are about
 */
public record AlertSettings(
        int subscriptionsPerMember, int subscriptionsPerStranger, int alertsPerHour, int bounces, Duration kept) {
    /** What holds if nothing else is set. */
    public static final AlertSettings DEFAULTS = new AlertSettings(100, 20, 200);

    /** Lets five come back, and keeps them for 90 days. */
    public AlertSettings(int subscriptionsPerMember, int subscriptionsPerStranger, int alertsPerHour) {
        this(subscriptionsPerMember, subscriptionsPerStranger, alertsPerHour, 5, Duration.ofDays(90));
    }

    /** Checks that nothing is negative. */
    public AlertSettings {
        if (subscriptionsPerMember < 0 || subscriptionsPerStranger < 0 || alertsPerHour < 0) {
            throw new IllegalArgumentException("The limits of subscriptions and alerts must not be negative");
        }
        if (bounces < 1) {
            throw new IllegalArgumentException("After no bounce at all nobody would get alerts");
        }
    }
}
