package org.ratatosk.server.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.stanza.StanzaException;

/** What counts as a picture, by how it begins and how long it is. */
class PictureTest {
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a, image/png",
        "ffd8ffe0, image/jpeg",
        "474946383761, image/gif",
        "474946383961, image/gif",
        "52494646000000005745425056503820, image/webp"
    })
    void isKnownByItsFirstBytes(String begin, String type) {
        assertThat(Picture.of(HexFormat.of().parseHex(begin)).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<html><script>",
                "RIFF0000WAVE",
                "GIF88a",
                "\u007fELF"
            })
    void anythingElseIsNone(String bytes) {
        assertThatThrownBy(() -> Picture.of(bytes.getBytes(US_ASCII)))
                .isInstanceOf(StanzaException.class)
                .hasMessageContaining("PNG, JPEG, GIF or WebP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iVBORw0KGgo", "iVBORw0KGgo=", "iVBOR\n w0K\tGgo=\r\n"})
    void mayBeWrittenWithBlanks(String base64) {
        assertThat(Picture.of(base64).base64()).isEqualTo("iVBORw0KGgo=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iVBORw0KGgo=!", "data:image/png;base64,iVBORw0KGgo=", "iVBORw0KGg-_", "i"})
    void isWrittenInBase64AndNothingElse(String base64) {
        assertThatThrownBy(() -> Picture.of(base64)).isInstanceOf(StanzaException.class);
    }

    /** A few bytes that claim to be a picture of 65,535 times 65,535 pixels are a few bytes: nobody decodes them here. */
    @Test
    void isMeasuredByItsBytesAlone() {
        byte[] longest = Arrays.copyOf(PNG, Picture.MOST);
        assertThat(Picture.of(Base64.getEncoder().encodeToString(longest)).bytes())
                .isEqualTo(Picture.MOST);
        byte[] longer = Arrays.copyOf(PNG, Picture.MOST + 1);
        assertThatThrownBy(() -> Picture.of(longer)).hasMessageContaining("131072 bytes at most");
        assertThatThrownBy(() -> Picture.of(Base64.getEncoder().encodeToString(longer)))
                .hasMessageContaining("131072 bytes at most");
    }
}
