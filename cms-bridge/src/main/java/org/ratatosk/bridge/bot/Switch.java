package org.ratatosk.bridge.bot;

import org.ratatosk.bridge.cms.Member;

/** Switches a member's alerts. Immutable. */
final class Switch {
    private Switch() {}

    /** The member with alerts on or off. */
    static Member alerts(Member member, boolean on) {
        return new Member(member.name(), member.home(), member.displayName(), member.defaultSecurity(), on);
    }
}
