package org.ratatosk.bridge.cms;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/** {@link MemberDesk} for members whose accounts are on this server. Thread-safe. */
public final class KeptDesk implements MemberDesk {
    private final KeptCms cms;
    private final Names names;
    private final Profiles profiles;

    /**
     * @param names how members are called
     * @param profiles takes pictures
     */
    public KeptDesk(KeptCms cms, Names names, Profiles profiles) {
        this.cms = cms;
        this.names = names;
        this.profiles = profiles;
    }

    @Override
    public Done put(String login, @Nullable String displayName, @Nullable Boolean active) {
        String name = name(login);
        boolean made = cms.make(name);
        if (displayName != null) {
            cms.memberIs(name, new Profile(displayName, null, null));
        }
        if (active != null) {
            cms.setEnabled(name, active);
        }
        return new Done(names.home(name).orElseThrow(), made);
    }

    @Override
    public void say(String login, Profile said) {
        cms.memberIs(name(login), said);
    }

    @Override
    public void picture(String login, byte @Nullable [] picture) {
        profiles.picture(name(login), picture);
    }

    @Override
    public void remove(String login) {
        names.ofLogin(login).ifPresent(cms::remove);
    }

    @Override
    public Jid rename(String login, String to) {
        String name = name(to);
        cms.rename(name(login), name);
        return names.home(name).orElseThrow();
    }

    private String name(String login) {
        Optional<String> name = names.ofLogin(login);
        return name.orElseThrow(() -> new CmsException("No address can hold the name \"" + login + "\".", false));
    }
}
