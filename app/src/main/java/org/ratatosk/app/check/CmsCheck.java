package org.ratatosk.app.check;

import java.util.List;
import java.util.function.BiFunction;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.remote.RemoteCms;

/** Asks the site's CMS, if it is elsewhere, whether it is there and takes the key. Immutable. */
final class CmsCheck implements Check {
    private final BiFunction<AppConfig, CmsConfig, RemoteCms> opens;

    /** @param opens what speaks to the CMS */
    CmsCheck(BiFunction<AppConfig, CmsConfig, RemoteCms> opens) {
        this.opens = opens;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        return config.cms().map(cms -> look(config, cms)).orElse(List.of());
    }

    private List<Finding> look(AppConfig config, CmsConfig cms) {
        String where = "The website at " + cms.url();
        try {
            List<String> told = opens.apply(config, cms).look();
            return List.of(Finding.good(where + ": " + String.join(" ", told)));
        } catch (CmsException e) {
            return List.of(Finding.bad(where + " cannot be worked with: " + e.getMessage(), advice(cms, e)));
        }
    }

    private static String advice(CmsConfig cms, CmsException e) {
        if (!e.temporary()) {
            return "Look whether site.cms.url is the address that the CMS shows for Ratatosk, and site.cms.key the key that"
                    + " you gave it.\nThe clocks of both may be five minutes apart at most. docs/websites.md tells what each kind"
                    + " of website needs.";
        }
        return cms.allowPrivate()
                ? "Look whether the CMS runs, and whether this machine reaches it."
                : "Look whether the CMS runs. If it is in your own house, set site.cms.allow-private = on.";
    }
}
