package dev.dromon.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that names and ids are made of. Pure; never throws for any text. */
public final class Hash {

    private Hash() {
    }

    /** The first {@code digits} (at most 64) lower-case hex digits of the SHA-256 of the text in UTF-8. */
    public static String sha256(String text, int digits) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    /** FNV-1a, 32 bits, as an unsigned decimal number: Keptn's digest of a pod template. */
    public static String fnv1a(String text) {
        int hash = 0x811c9dc5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return Integer.toUnsignedString(hash);
    }
}
