package org.ratatosk.bridge.bot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.server.xml.Element;

/** The bot's card (XEP-0054) with its picture. Immutable. */
final class BotCard {
    private static final int MAX_PICTURE = 64 * 1024;

    private final Element vcard;
    private final String photoHash;

    private BotCard(Element vcard, String photoHash) {
        this.vcard = vcard;
        this.photoHash = photoHash;
    }

    /**
     * Makes the card.
     *
     * @throws IllegalArgumentException if the picture cannot be read, is too big or of another kind than PNG, JPEG and GIF
     */
    static BotCard read(BridgeConfig config) {
        Element.Builder vcard = Element.builder("vcard-temp", "vCard")
                .child("FN", config.botName())
                .child("NICKNAME", config.botName())
                .child("URL", config.siteUrl() + "/")
                .child("DESC", "The bot of " + config.siteName() + ". Write \"help\" to it.");
        @Nullable Path file = config.avatar();
        if (file == null) {
            return new BotCard(vcard.build(), "");
        }
        byte[] picture = picture(file);
        vcard.child(Element.builder("vcard-temp", "PHOTO")
                .child("TYPE", mediaType(picture, file))
                .child("BINVAL", Base64.getEncoder().encodeToString(picture))
                .build());
        return new BotCard(vcard.build(), sha1(picture));
    }

    private static byte[] picture(Path file) {
        try {
            if (Files.size(file) > MAX_PICTURE) {
                throw new IllegalArgumentException("The bot's picture " + file + " is bigger than " + MAX_PICTURE
                        + " bytes: make it smaller (96 by 96 pixels are enough)");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("The bot's picture " + file + " cannot be read", e);
        }
    }

    private static String mediaType(byte[] picture, Path file) {
        String start = HexFormat.of().formatHex(picture, 0, Math.min(4, picture.length));
        if (start.equals("89504e47")) {
            return "image/png";
        }
        if (start.startsWith("ffd8ff")) {
            return "image/jpeg";
        }
        if (start.equals("47494638")) {
            return "image/gif";
        }
        throw new IllegalArgumentException("The bot's picture " + file + " is no PNG, JPEG or GIF");
    }

    private static String sha1(byte[] picture) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(picture));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The card. */
    Element vcard() {
        return vcard;
    }

    /** The SHA-1 of the picture in hexadecimal (XEP-0153 section 3), empty without one. */
    String photoHash() {
        return photoHash;
    }
}
