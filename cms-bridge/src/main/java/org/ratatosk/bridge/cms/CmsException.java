package org.ratatosk.bridge.cms;

/** The CMS could not do what was asked. The message is a sentence for the person who asked. */
public final class CmsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean temporary;

    /**
     * @param message a sentence for the person who asked
     * @param temporary whether trying again later may help
     */
    public CmsException(String message, boolean temporary) {
        super(message);
        this.temporary = temporary;
    }

    /** Whether trying again later may help. */
    public boolean temporary() {
        return temporary;
    }
}
