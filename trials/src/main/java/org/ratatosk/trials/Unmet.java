package org.ratatosk.trials;

/** Something that should have happened did not. */
public final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param expected what should have come
     * @param came what came instead
     */
    public Unmet(String expected, String came) {
        super("expected " + expected + "; came " + came);
    }
}
