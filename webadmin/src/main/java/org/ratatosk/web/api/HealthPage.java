package org.ratatosk.web.api;

import org.ratatosk.server.admin.Admin;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.page.Answer;
import org.ratatosk.web.page.Call;
import org.ratatosk.web.page.Page;

/** Tells a program that watches the server whether it is well, in one line. Immutable. */
public final class HealthPage implements Page {
    private static final String TEXT = "text/plain;charset=utf-8";

    private final Admin admin;

    /** Asks this server. */
    public HealthPage(Admin admin) {
        this.admin = admin;
    }

    @Override
    public String path() {
        return "/health";
    }

    @Override
    public Access access() {
        return Access.LOCAL;
    }

    @Override
    public Answer get(Call call) {
        return switch (admin.stats().disk()) {
            case GOOD -> Answer.text(200, TEXT, "ok\n");
            case FULL -> Answer.text(503, TEXT, "the disk is full: nothing new is kept\n");
            case FAILING -> Answer.text(503, TEXT, "the disk fails: nothing new can be kept safely\n");
        };
    }
}
