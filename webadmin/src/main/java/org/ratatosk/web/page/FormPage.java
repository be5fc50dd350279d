package org.ratatosk.web.page;

/** A page that takes forms too. Thread-safe. */
public interface FormPage extends Page {
    /** Takes a form. */
    Answer post(Call call);

    /**
     * Whether knowing the page's address is proof enough, so that programs may post to it without having seen a form of ours. No field of such
     * a form is read.
     */
    default boolean isProvedByAddress() {
        return false;
    }
}
