package org.ratatosk.web.page;

/** A page says no. The message is a sentence for the person who asked, shown with the status. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * @param status HTTP status, 400 to 599
     * @param message a sentence for the person who asked
     */
    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** There is no such thing, or it is not to be seen. */
    public static Refusal notFound(String message) {
        return new Refusal(404, message);
    }

    /** A form wants something that its page does not do; nothing was changed. */
    static Refusal unknown() {
        return new Refusal(400, "The form asked for something that this page does not do.");
    }

    /** HTTP status. */
    public int status() {
        return status;
    }
}
