package dev.dromon.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate that vouches for itself, and its key, in PEM; made by the JDK's keytool. */
public record Certificates(String certificate, String key) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** For a subject alternative name as keytool writes it, for example {@code ip:127.0.0.1}. */
    public static Certificates of(String alternativeName) {
        try {
            Path folder = Files.createTempDirectory("certificates");
            Path store = folder.resolve("store.p12");
            Process keytool = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a", "-keyalg", "EC", "-groupname",
                    "secp256r1", "-dname", "CN=test", "-ext", "SAN=" + alternativeName, "-ext", "BC=ca:true", "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(),
                    "-storepass", new String(PASSWORD))).inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool ended with " + keytool.exitValue());
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
            Files.delete(store);
            Files.delete(folder);
            return new Certificates(pem("CERTIFICATE", keys.getCertificate("a").getEncoded()), pem("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what + "-----\n";
    }
}
