package org.ratatosk.bridge.cms;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The CMS could not do what was asked. The message is a sentence for the person who asked. */
public final class CmsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean temporary;
    private final @Nullable Duration after;
    private final boolean refused;
    private final boolean offered;

    /**
     * @param message a sentence for the person who asked
     * @param temporary whether trying again later may help
     */
    public CmsException(String message, boolean temporary) {
        this(message, temporary, null, false, true);
    }

    private CmsException(
            String message, boolean temporary, @Nullable Duration after, boolean refused, boolean offered) {
        super(message);
        this.refused = refused;
        this.offered = offered;
        this.temporary = temporary;
        this.after = after;
    }

    /** Trying again later may help, after some time if that is known. */
    public static CmsException later(String message, Optional<Duration> after) {
        return new CmsException(message, true, after.orElse(null), false, true);
    }

    /** Whoever asked may not, or did not prove to be who they are. */
    public static CmsException refusal(String message) {
        return new CmsException(message, false, null, true, true);
    }

    /** The CMS does not do such things at all. */
    public static CmsException notOffered(String message) {
        return new CmsException(message, false, null, false, false);
    }

    /** Whether the CMS does such things at all. */
    public boolean offered() {
        return offered;
    }

    /** Whether the CMS did not let whoever asked. */
    public boolean refused() {
        return refused;
    }

    /** Whether trying again later may help. */
    public boolean temporary() {
        return temporary;
    }

    /** After which time trying again may help, if that is known. */
    public Optional<Duration> after() {
        return Optional.ofNullable(after);
    }
}
