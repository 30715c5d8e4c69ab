package dev.dromon.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What openssl writes, and what we write ourselves. */
class PemPairTest {

    @TempDir
    private Path folder;

    private byte[] openssl(String output, String... arguments) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(arguments).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        assertThat(openssl.waitFor()).as(() -> String.join(" ", arguments)).isZero();
        return Files.readAllBytes(folder.resolve(output));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "rsa:2048,                                   BEGIN RSA PRIVATE KEY, rsa -traditional",
        "rsa:2048,                                   BEGIN PRIVATE KEY,     pkcs8 -topk8 -nocrypt",
        "ec -pkeyopt ec_paramgen_curve:P-256,        BEGIN EC PRIVATE KEY,  ec",
        "ec -pkeyopt ec_paramgen_curve:P-256,        BEGIN PRIVATE KEY,     pkcs8 -topk8 -nocrypt"})
    void aKeyIsReadInEachFormThatIsInUse(String algorithm, String form, String conversion) throws Exception {
        byte[] certificate = openssl("tls.crt", ("openssl req -x509 -nodes -subj /CN=a -out tls.crt -keyout any.key -newkey " + algorithm).split(" "));
        byte[] key = openssl("tls.key", ("openssl " + conversion + " -in any.key -out tls.key").split(" "));

        assertThat(new String(key, StandardCharsets.US_ASCII)).contains(form);
        assertThat(PemPair.read(certificate, key).certificate().getSubjectX500Principal().getName()).isEqualTo("CN=a");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        IssuedPair made = IssuedPair.make(List.of("a.b.svc"), Instant.now(), Duration.ofDays(1));
        byte[] certificate = PemPair.pem(List.of(made.serving().certificate(), made.authority())).getBytes(StandardCharsets.US_ASCII);
        byte[] key = PemPair.pem(List.of(made.serving().key())).getBytes(StandardCharsets.US_ASCII);

        PemPair read = PemPair.read(certificate, key);

        assertThat(read.chain()).containsExactly(made.serving().certificate(), made.authority());
        assertThat(read.key()).isEqualTo(made.serving().key());
        read.certificate().verify(made.authority().getPublicKey());
        assertThat(read.certificate().getSubjectAlternativeNames()).containsExactly(List.of(2, "a.b.svc"));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        IssuedPair one = IssuedPair.make(List.of("a"), Instant.now(), Duration.ofDays(1));
        IssuedPair other = IssuedPair.make(List.of("a"), Instant.now(), Duration.ofDays(1));
        byte[] certificate = PemPair.pem(one.serving().chain()).getBytes(StandardCharsets.US_ASCII);
        byte[] key = PemPair.pem(List.of(other.serving().key())).getBytes(StandardCharsets.US_ASCII);

        assertThatExceptionOfType(PemPair.UnusablePair.class).isThrownBy(() -> PemPair.read(certificate, key)).withMessageContaining("another key");
        assertThatExceptionOfType(PemPair.UnusablePair.class).isThrownBy(() -> PemPair.read(key, key)).withMessageContaining("a certificate in PEM");
        assertThatExceptionOfType(PemPair.UnusablePair.class).isThrownBy(() -> PemPair.read(certificate, certificate)).withMessageContaining("a key in PEM");
    }
}
