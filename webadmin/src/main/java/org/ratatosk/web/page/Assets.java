package org.ratatosk.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.web.auth.Secrets;

/** The style sheet and the pictures, read once; their addresses change with their content. Immutable. */
public final class Assets {
    private static final String FOLDER = "/org/ratatosk/web/static/";
    private final Map<String, Asset> assets;

    /**
     * A file.
     *
     * @param type its media type
     * @param text its content
     * @param version changes with the content
     */
    public record Asset(String type, String text, String version) {}

    /** Reads them from the class path. */
    public Assets() {
        assets = Map.of(
                "ratatosk.css", read("ratatosk.css", "text/css;charset=utf-8"),
                "ratatosk.svg", read("ratatosk.svg", "image/svg+xml"));
    }

    private static Asset read(String name, String type) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("The file " + name + " is not in the build");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Asset(type, text, Secrets.hash(text).substring(0, 12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file by name. */
    public Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    /** The path of the style sheet, with its version. */
    String stylePath() {
        return "/static/ratatosk.css?v=" + find("ratatosk.css").orElseThrow().version();
    }
}
