package org.ratatosk.bridge.bot;

import org.ratatosk.bridge.bot.Command.Caller;
import org.ratatosk.bridge.bot.Command.Request;
import org.ratatosk.bridge.cms.Authorship;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.identity.Identity.Right;

/** What commands ask of those who give them. */
final class Rights {
    private Rights() {}

    /** Who writes, as the author of something. */
    static Authorship.Writer writer(Request request) {
        return request.member()
                .map(caller -> new Authorship.Writer(caller.member().name(), true))
                .orElseGet(() -> new Authorship.Writer(request.sender().toString(), false));
    }

    /**
     * Throws with a sentence if a member may not do something from where it was written; others have no rights to lack.
     *
     * @param what that which may not be done, as in {@code change posts}
     */
    static void need(Request request, Right right, String what) {
        request.member().filter(caller -> !caller.rights().contains(right)).ifPresent(caller -> {
            throw refused(caller, right, what);
        });
    }

    private static CmsException refused(Caller caller, Right right, String what) {
        String takes = right == Right.POST ? "post" : "comment";
        return new CmsException(
                "You may not " + what + " from " + caller.address() + ": that takes the right to " + takes
                        + ". Whoever logs in as " + caller.member().name() + " at the site can allow it.",
                false);
    }
}
