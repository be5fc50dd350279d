package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.server.xml.Element;

class BotCardTest {
    @TempDir
    private Path folder;

    private BotCard card(byte[] picture) throws IOException {
        Path file = folder.resolve("picture");
        Files.write(file, picture);
        return card(file);
    }

    private static BotCard card(@Nullable Path avatar) {
        BridgeConfig plain = BridgeConfig.defaults("example.org", "https://example.org");
        return BotCard.read(new BridgeConfig(
                plain.bot(),
                plain.botName(),
                plain.botStatus(),
                plain.rosterGroup(),
                avatar,
                plain.siteName(),
                plain.siteUrl(),
                plain.siteDomains(),
                plain.strangerComments(),
                plain.limits()));
    }

    @ParameterizedTest
    @CsvSource({"89504e470d0a, image/png", "ffd8ffe00010, image/jpeg", "474946383961, image/gif"})
    void thePictureIsOnTheCard(String start, String type) throws IOException {
        byte[] picture = HexFormat.of().parseHex(start);
        BotCard card = card(picture);
        Element photo = card.vcard().child("vcard-temp", "PHOTO").orElseThrow();
        assertThat(photo.childText("vcard-temp", "TYPE")).contains(type);
        assertThat(photo.childText("vcard-temp", "BINVAL"))
                .contains(Base64.getEncoder().encodeToString(picture));
        assertThat(card.photoHash()).matches("[0-9a-f]{40}");
    }

    @Test
    void withoutAPictureThereIsNone() {
        assertThat(card((Path) null).photoHash()).isEmpty();
        assertThat(card((Path) null).vcard().child("vcard-temp", "PHOTO")).isEmpty();
    }

    @Test
    void picturesThatDoNotFit() {
        byte[] big = Arrays.copyOf(HexFormat.of().parseHex("89504e47"), 64 * 1024 + 1);
        assertThatThrownBy(() -> card(big)).hasMessageContaining("bigger than 65536 bytes");
        assertThatThrownBy(() -> card(new byte[] {1, 2, 3})).hasMessageContaining("no PNG, JPEG or GIF");
        assertThatThrownBy(() -> card(folder.resolve("missing"))).hasMessageContaining("cannot be read");
    }
}
