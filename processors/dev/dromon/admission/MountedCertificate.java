package dev.dromon.admission;

import dev.dromon.admission.PemPair.UnusablePair;
import dev.dromon.http.ServingCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that somebody else puts into a directory, as {@code tls.crt} and {@code tls.key}, and replaces there: a mounted Secret, which the kubelet changes by one rename.
 * Read anew when anything in the directory changes; while what is there cannot be used, the one before is served.
 */
final class MountedCertificate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MountedCertificate.class);

    private final Path directory;
    private final ServingCertificate serving;
    private WatchService watch;

    MountedCertificate(Path directory, ServingCertificate serving) {
        this.directory = directory;
        this.serving = serving;
    }

    /** Watches before it reads, so that nothing is missed in between. */
    void begin() {
        try {
            watch = directory.getFileSystem().newWatchService();
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException e) {
            throw new UncheckedIOException("expected a directory that can be watched for setting dromon.admission.certificate-directory, found " + directory + "; correct it", e);
        }
        read();
        Thread thread = new Thread(this::follow, "admission-certificate");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        try {
            while (true) {
                WatchKey changed = watch.take();
                changed.pollEvents();
                changed.reset();
                read();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("the directory is not watched any more directory={}", directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            PemPair pair = PemPair.read(Files.readAllBytes(directory.resolve(CertificateSecret.CERTIFICATE)), Files.readAllBytes(directory.resolve(CertificateSecret.KEY)));
            if (!serving.certificate().equals(Optional.of(pair.certificate()))) {
                serving.show(pair.chain(), pair.key());
                LOG.info("serving a certificate serial={} ends={}", pair.certificate().getSerialNumber().toString(16), pair.certificate().getNotAfter().toInstant());
            }
        } catch (IOException | UnusablePair e) {
            LOG.warn("expected a certificate and its key in {} and {} of {}, found that they cannot be used ({}); {}", CertificateSecret.CERTIFICATE, CertificateSecret.KEY, directory,
                    e.getMessage(), serving.certificate().isPresent() ? "the one before is served on" : "put them there");
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            try {
                watch.close();
            } catch (IOException e) {
                LOG.warn("the watch of a directory cannot be ended directory={}", directory, e);
            }
        }
    }
}
