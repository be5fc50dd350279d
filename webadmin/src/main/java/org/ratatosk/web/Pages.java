package org.ratatosk.web;

import java.util.List;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.web.api.CommentFeedPage;
import org.ratatosk.web.api.FeedPage;
import org.ratatosk.web.api.HealthPage;
import org.ratatosk.web.api.MetricsPage;
import org.ratatosk.web.auth.Callers;
import org.ratatosk.web.page.ConsoleIdentitiesPage;
import org.ratatosk.web.page.ConsoleSubscriptionsPage;
import org.ratatosk.web.page.DashboardPage;
import org.ratatosk.web.page.DevicesPage;
import org.ratatosk.web.page.FederationPage;
import org.ratatosk.web.page.FirstAdminPage;
import org.ratatosk.web.page.FirstStepsPage;
import org.ratatosk.web.page.FrontPage;
import org.ratatosk.web.page.HeldPage;
import org.ratatosk.web.page.House;
import org.ratatosk.web.page.IdentitiesPage;
import org.ratatosk.web.page.JournalPage;
import org.ratatosk.web.page.KeysPage;
import org.ratatosk.web.page.LoginPage;
import org.ratatosk.web.page.LogoutPage;
import org.ratatosk.web.page.MailPage;
import org.ratatosk.web.page.MemberPage;
import org.ratatosk.web.page.MembersPage;
import org.ratatosk.web.page.NoMailPage;
import org.ratatosk.web.page.OutboxPage;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.PasswordPage;
import org.ratatosk.web.page.PostPage;
import org.ratatosk.web.page.Readings;
import org.ratatosk.web.page.SessionsPage;
import org.ratatosk.web.page.SetPasswordPage;
import org.ratatosk.web.page.SettingsPage;
import org.ratatosk.web.page.Site;
import org.ratatosk.web.page.StaticPage;
import org.ratatosk.web.page.SubscriptionsPage;
import org.ratatosk.web.page.TracePage;

/** Everything that the web serves, one line each; the first whose path matches is taken. Immutable. */
public final class Pages {
    /** What the pages are shown with, the frame around them first. */
    static final List<String> TEMPLATES = List.of(
            "frame.ftlh",
            "ConsoleIdentitiesPage.ftlh",
            "ConsoleSubscriptionsPage.ftlh",
            "DashboardPage.ftlh",
            "DevicesPage.ftlh",
            "ErrorPage.ftlh",
            "FederationPage.ftlh",
            "FirstAdminPage.ftlh",
            "FirstStepsPage.ftlh",
            "FrontPage.ftlh",
            "HeldPage.ftlh",
            "IdentitiesPage.ftlh",
            "JournalPage.ftlh",
            "KeysPage.ftlh",
            "LoginPage.ftlh",
            "MailPage.ftlh",
            "MemberPage.ftlh",
            "MembersPage.ftlh",
            "NoMailPage.ftlh",
            "OneTimeLink.ftlh",
            "OutboxPage.ftlh",
            "PasswordPage.ftlh",
            "PostPage.ftlh",
            "SessionsPage.ftlh",
            "SetPasswordPage.ftlh",
            "SettingsPage.ftlh",
            "SubscriptionsPage.ftlh",
            "TracePage.ftlh",
            "WelcomePage.ftlh");

    private Pages() {}

    /** The pages of a site. */
    public static List<Page> of(Site site, Readings readings, House house, Peers peers, Callers callers) {
        return List.of(
                // the journal
                new FrontPage(site),
                new JournalPage(site),
                new PostPage(site),
                new CommentFeedPage(site),
                FeedPage.ofSite(site),
                FeedPage.ofMember(site),
                // members
                new LoginPage(site),
                new LogoutPage(site),
                new SettingsPage(site),
                new IdentitiesPage(site),
                new SubscriptionsPage(site),
                new HeldPage(site),
                new MailPage(site),
                new DevicesPage(site),
                new PasswordPage(site),
                // one-time links
                new SetPasswordPage(site),
                new FirstAdminPage(site),
                new NoMailPage(site),
                // the console
                new DashboardPage(site, readings, house),
                new FirstStepsPage(site, house.lookout(), callers),
                new MembersPage(site),
                new MemberPage(site),
                new SessionsPage(site),
                new FederationPage(site, peers, house),
                new ConsoleIdentitiesPage(site),
                new ConsoleSubscriptionsPage(site),
                new OutboxPage(site, readings),
                new TracePage(site),
                new KeysPage(site),
                // programs
                new HealthPage(site.admin()),
                new MetricsPage(site.admin(), readings, site.sessions()),
                new StaticPage(site.assets()));
    }
}
