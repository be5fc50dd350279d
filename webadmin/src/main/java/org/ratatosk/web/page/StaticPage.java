package org.ratatosk.web.page;

import org.ratatosk.web.auth.Access;

/** The style sheet and the pictures. Immutable. */
public final class StaticPage implements Page {
    private final Assets assets;

    /** Serves these. */
    public StaticPage(Assets assets) {
        this.assets = assets;
    }

    @Override
    public String path() {
        return "/static/{name}";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        Assets.Asset asset =
                assets.find(call.part("name")).orElseThrow(() -> Refusal.notFound("There is no such file."));
        boolean exact = call.query().text("v").equals(asset.version());
        return Answer.text(200, asset.type(), asset.text())
                .cached(exact ? Answer.Cache.FOREVER : Answer.Cache.REVALIDATE);
    }
}
