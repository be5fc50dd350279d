package org.ratatosk.bridge.alerts;

/**
 * How much of each thing there may be. Immutable.
 *
 * @param subscriptionsPerMember what a member may ask for, at all addresses together
 * @param subscriptionsPerStranger what an address may ask for that belongs to nobody
 * @param alertsPerHour alerts that a member, or an address that belongs to nobody, gets in an hour
 */
public record AlertSettings(int subscriptionsPerMember, int subscriptionsPerStranger, int alertsPerHour) {
    /** What holds if nothing else is set. */
    public static final AlertSettings DEFAULTS = new AlertSettings(100, 20, 200);

    /** Checks that nothing is negative. */
    public AlertSettings {
        if (subscriptionsPerMember < 0 || subscriptionsPerStranger < 0 || alertsPerHour < 0) {
            throw new IllegalArgumentException("The limits of subscriptions and alerts must not be negative");
        }
    }
}
