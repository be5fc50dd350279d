package org.ratatosk.bridge.cms;

import org.jspecify.annotations.Nullable;

/**
 * What a site says of a member; {@code null} where it says nothing, "" where it has none. Immutable.
 *
 * @param shown how the member is called
 * @param page the address of the member's page
 * @param picture the address of the member's picture
 */
public record Profile(
        @Nullable String shown,
        @Nullable String page,
        @Nullable String picture) {
    /** Nothing is said. */
    public static final Profile SILENT = new Profile(null, null, null);

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ADDRESS = 2_000;

    /** What is too long, or cannot be shown, is as if it had not been said. */
    public Profile {
        shown = shown == null || shown.length() > LONGEST_NAME || !visible(shown) ? null : shown.strip();
        page = bounded(page);
        picture = bounded(picture);
    }

    private static boolean visible(String shown) {
        return shown.isBlank() || ShownName.isVisible(shown.strip());
    }

    private static @Nullable String bounded(@Nullable String address) {
        return address == null || address.length() > LONGEST_ADDRESS ? null : address.strip();
    }

    /** Whether nothing is said. */
    public boolean isSilent() {
        return shown == null && page == null && picture == null;
    }
}
