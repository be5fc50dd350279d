package org.ratatosk.web.page;

/** A page that takes forms too. Thread-safe. */
public interface FormPage extends Page {
    /** Takes a form. */
    Answer post(Call call);
}
