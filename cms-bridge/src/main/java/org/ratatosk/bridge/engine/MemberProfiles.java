package org.ratatosk.bridge.engine;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.cms.Profiles;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import org.ratatosk.server.jid.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells accounts what the site says of their members: one after the other on a thread of its own, since pictures are fetched. What cannot be
 * fetched now is tried again, more and more rarely; where there is no picture any more the member has none; and because a picture can be
 * another one at the same address, each is fetched again after a week. Thread-safe.
 */
public final class MemberProfiles implements Profiles, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberProfiles.class);
    private static final int AT_ONCE = 100;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_TRIES = 10;
    private static final int GONE = 410;

    private final Kept kept;
    private final Engine engine;
    private final Names names;
    private final Optional<SafeHttp> http;
    private final String site;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "bridge-profiles");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param kept what was said
     * @param engine has the accounts
     * @param names whose accounts are whose
     * @param http fetches pictures; where there is none, no pictures are fetched
     * @param site where members change what is said of them, as they know it
     * @param clock the time
     */
    public MemberProfiles(
            Kept kept, Engine engine, Names names, Optional<SafeHttp> http, String site, InstantSource clock) {
        this.kept = kept;
        this.engine = engine;
        this.names = names;
        this.http = http;
        this.site = site;
        this.clock = clock;
    }

    /** Tells what waits, now and from now on. */
    public void start() {
        thread.scheduleWithFixedDelay(this::tellAll, 0, 1, TimeUnit.MINUTES);
    }

    @Override
    public void say(String member, Profile said) {
        if (!said.isSilent()) {
            kept.put(member, said, clock.instant());
            wake();
        }
    }

    /** The member has an account now, or another one. */
    public void arrived(String member) {
        kept.wake(member, clock.instant());
        wake();
    }

    /** A member has another name. */
    public void renamed(String member, String to) {
        kept.rename(member, to);
        arrived(to);
    }

    /** The site has no such member any more. */
    public void removed(String member) {
        kept.remove(member);
    }

    private void wake() {
        if (!thread.isShutdown()) {
            thread.execute(this::tellAll);
        }
    }

    @Override
    public void picture(String member, byte @Nullable [] picture) {
        Engine.Profiles power = engine.profiles()
                .orElseThrow(() -> new CmsException("The server keeps no pictures of its accounts.", false));
        Jid home = names.home(member).orElseThrow(() -> noMember(member));
        boolean there;
        try {
            there = Await.result(power.picture(home, site, picture));
        } catch (IllegalArgumentException e) {
            throw new CmsException(e.getMessage() + ".", false);
        }
        if (!there) {
            throw noMember(member);
        }
        kept.pictureIsGiven(member);
    }

    private static CmsException noMember(String member) {
        return new CmsException("There is no member " + member + " here.", false);
    }

    /** Tells what is to be told by now. */
    synchronized void tellAll() {
        try {
            if (engine.profiles().isEmpty()) {
                return;
            }
            List<Kept.Saying> due = kept.due(clock.instant(), AT_ONCE);
            while (!due.isEmpty() && !thread.isShutdown()) {
                due.forEach(this::tell);
                due = kept.due(clock.instant(), AT_ONCE);
            }
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) {
                LOG.warn("What the site says of its members will be told later: {}", e.getMessage());
            }
        }
    }

    private void tell(Kept.Saying saying) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            told(saying);
        } catch (IllegalArgumentException e) {
            LOG.info("The picture of {} at the site is not taken over: {}", saying.member(), e.getMessage());
            kept.settled(saying, false, Optional.of(clock.instant().plus(WEEK)));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The picture of {} cannot be had now", saying.member(), e);
            kept.settled(saying, true, nextTry(saying.tries()));
        }
    }

    private Optional<Instant> nextTry(int tries) {
        Duration pause = tries < MOST_TRIES ? FIRST_PAUSE.multipliedBy(1L << tries) : WEEK;
        return Optional.of(clock.instant().plus(pause));
    }

    private void told(Kept.Saying saying) throws IOException {
        Engine.Profiles power = engine.profiles().orElseThrow();
        Profile said = saying.said();
        Optional<Jid> home = names.home(saying.member());
        boolean there = home.isPresent()
                && Await.result(power.say(home.get(), site, orNone(said.shown()), orNone(said.page())));
        String picture = said.picture();
        if (!there || picture == null) {
            kept.settled(saying, false, Optional.empty());
        } else if (picture.isEmpty()) {
            Await.result(power.picture(home.get(), site, null));
            kept.settled(saying, false, Optional.empty());
        } else if (http.isPresent()) {
            Await.result(power.picture(home.get(), site, fetched(http.get(), picture)));
            kept.settled(saying, false, Optional.of(clock.instant().plus(WEEK)));
        } else {
            throw new IllegalArgumentException("this site fetches nothing from elsewhere");
        }
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The picture; {@code null} if there is none at its address. */
    private static byte @Nullable [] fetched(SafeHttp http, String address) throws IOException {
        Reply reply;
        try {
            reply = http.send(Ask.get(new URI(address)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("its address is none", e);
        }
        int status = reply.status();
        if (status == 404 || status == GONE) {
            return null;
        }
        if (status != 200) {
            throw new IOException("The answer was " + status);
        }
        return reply.body();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
