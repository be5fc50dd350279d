package org.ratatosk.bridge;

import java.time.InstantSource;
import java.util.List;
import org.ratatosk.bridge.alerts.Manners;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Suspensions;
import org.ratatosk.bridge.alerts.Tracing;
import org.ratatosk.bridge.bot.CodeCommand;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.bot.DeleteCommand;
import org.ratatosk.bridge.bot.DigestCommand;
import org.ratatosk.bridge.bot.EditCommand;
import org.ratatosk.bridge.bot.HelpCommand;
import org.ratatosk.bridge.bot.IdentitiesCommand;
import org.ratatosk.bridge.bot.LastCommand;
import org.ratatosk.bridge.bot.LikeCommand;
import org.ratatosk.bridge.bot.LinkCommand;
import org.ratatosk.bridge.bot.MailCommand;
import org.ratatosk.bridge.bot.ModerateCommand;
import org.ratatosk.bridge.bot.OffCommand;
import org.ratatosk.bridge.bot.OnCommand;
import org.ratatosk.bridge.bot.PostCommand;
import org.ratatosk.bridge.bot.QueueCommand;
import org.ratatosk.bridge.bot.QuietCommand;
import org.ratatosk.bridge.bot.ReplyCommand;
import org.ratatosk.bridge.bot.SubCommand;
import org.ratatosk.bridge.bot.SubsCommand;
import org.ratatosk.bridge.bot.TraceCommand;
import org.ratatosk.bridge.bot.UnlinkCommand;
import org.ratatosk.bridge.bot.UnsubCommand;
import org.ratatosk.bridge.bot.WhoamiCommand;
import org.ratatosk.bridge.cms.Authorship;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Moderation;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.mail.Mailboxes;

/** Everything that people can tell the bot to do: one file each, one line here. The order is that of {@code help}. Immutable. */
public final class Commands {
    private final List<Command> all;

    /** Makes the list; each command gets what it works with. */
    public Commands(
            BridgeConfig config,
            CmsAdapter cms,
            Visibility visibility,
            Identities identities,
            Subscriptions subscriptions,
            Suspensions suspensions,
            Tracing tracing,
            Manners manners,
            Mailboxes mailboxes,
            InstantSource clock) {
        this.all = List.of(
                new HelpCommand(config.siteName(), this::all),
                new PostCommand(cms),
                new ReplyCommand(cms, new Reading(cms, visibility), config.strangerComments(), clock),
                new EditCommand(cms, new Authorship(cms)),
                new DeleteCommand(cms, new Authorship(cms)),
                LikeCommand.like(cms, new Reading(cms, visibility)),
                LikeCommand.unlike(cms, new Reading(cms, visibility)),
                new QueueCommand(cms),
                ModerateCommand.approve(new Moderation(cms)),
                ModerateCommand.reject(new Moderation(cms)),
                ModerateCommand.spam(new Moderation(cms)),
                new LastCommand(cms, new Reading(cms, visibility)),
                new SubCommand(subscriptions),
                new UnsubCommand(subscriptions),
                new SubsCommand(subscriptions, suspensions),
                new OffCommand(subscriptions, cms),
                new OnCommand(subscriptions, suspensions, cms),
                new QuietCommand(manners),
                new DigestCommand(manners),
                new MailCommand(mailboxes),
                new TraceCommand(tracing, cms, visibility),
                new LinkCommand(identities, config, clock),
                new CodeCommand(identities, new Names(config.siteDomains()), config),
                new UnlinkCommand(identities),
                new IdentitiesCommand(identities),
                new WhoamiCommand());
    }

    /** The visible list. */
    public List<Command> all() {
        return all;
    }
}
