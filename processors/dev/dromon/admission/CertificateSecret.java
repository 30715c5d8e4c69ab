package dev.dromon.admission;

import dev.dromon.admission.PemPair.UnusablePair;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secret that all replicas share.
 *
 * @param current     what is served: {@code tls.crt}, {@code tls.key}; empty when there is none that can be used
 * @param authorities who vouches for it, and did for earlier ones that have not ended: {@code ca.crt}
 * @param next        what will be served: {@code next.crt}, {@code next.key}, and who vouches for it: {@code next-ca.crt}
 * @param published   when the authority of the next one was seen to be published
 */
record CertificateSecret(Optional<PemPair> current, List<X509Certificate> authorities, Optional<IssuedPair> next, Optional<Instant> published) {

    /** Name of the Secret, in Dromon's namespace. */
    static final String NAME = "dromon-webhook-certificate";
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";

    private static final Logger LOG = LoggerFactory.getLogger(CertificateSecret.class);
    private static final String AUTHORITIES = "ca.crt";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String NEXT_AUTHORITY = "next-ca.crt";
    private static final String PUBLISHED = "dromon.dev/published";

    /** Reads a Secret; what cannot be used of it counts as absent, and is told. Never throws. */
    static CertificateSecret read(Optional<Secret> secret) {
        Map<String, String> data = secret.map(Secret::getData).orElse(Map.of());
        Optional<PemPair> current = pair(data, CERTIFICATE, KEY);
        List<X509Certificate> authorities = authorities(data, AUTHORITIES);
        Optional<IssuedPair> next = pair(data, NEXT_CERTIFICATE, NEXT_KEY)
                .flatMap(pair -> authorities(data, NEXT_AUTHORITY).stream().findFirst().map(authority -> new IssuedPair(pair, authority)));
        return new CertificateSecret(authorities.isEmpty() ? Optional.empty() : current, authorities, next, secret.flatMap(CertificateSecret::published));
    }

    private static Optional<PemPair> pair(Map<String, String> data, String certificate, String key) {
        if (!data.containsKey(certificate) || !data.containsKey(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PemPair.read(decoded(data, certificate), decoded(data, key)));
        } catch (UnusablePair e) {
            LOG.warn("expected a certificate and its key in {} and {} of Secret {}, found that they cannot be used ({}); new ones are made", certificate, key, NAME, e.getMessage());
            return Optional.empty();
        }
    }

    private static List<X509Certificate> authorities(Map<String, String> data, String key) {
        try {
            return PemPair.certificates(decoded(data, key));
        } catch (UnusablePair e) {
            LOG.warn("expected certificates in {} of Secret {}, found that they cannot be read; new ones are made", key, NAME);
            return List.of();
        }
    }

    private static byte[] decoded(Map<String, String> data, String key) {
        return Base64.getMimeDecoder().decode(data.getOrDefault(key, ""));
    }

    private static Optional<Instant> published(Secret secret) {
        try {
            return Optional.ofNullable(secret.getMetadata().getAnnotations()).map(a -> a.get(PUBLISHED)).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** With one that is served at once, in place of all before. */
    CertificateSecret made(IssuedPair fresh) {
        return new CertificateSecret(Optional.of(fresh.serving()), List.of(fresh.authority()), Optional.empty(), Optional.empty());
    }

    /** With a next one. */
    CertificateSecret prepared(IssuedPair fresh) {
        return new CertificateSecret(current, authorities, Optional.of(fresh), Optional.empty());
    }

    /** With the time at which the authority of the next one was seen to be published. */
    CertificateSecret noted(Instant now) {
        return new CertificateSecret(current, authorities, next, Optional.of(now));
    }

    /** With the next one served, and the authorities that have not ended. */
    CertificateSecret promoted(Instant now) {
        IssuedPair serving = next.orElseThrow();
        List<X509Certificate> valid = Stream.concat(Stream.of(serving.authority()), authorities.stream().filter(a -> a.getNotAfter().toInstant().isAfter(now))).toList();
        return new CertificateSecret(Optional.of(serving.serving()), valid, Optional.empty(), Optional.empty());
    }

    /** Everybody whose certificates API servers must accept. */
    List<X509Certificate> trusted() {
        return Stream.concat(authorities.stream(), next.stream().map(IssuedPair::authority)).toList();
    }

    CertificatePlan.Sight sight(List<X509Certificate> trustedNow) {
        return new CertificatePlan.Sight(current.map(CertificateSecret::end), next.map(n -> end(n.serving())), published,
                next.filter(n -> trustedNow.contains(n.authority())).isPresent());
    }

    private static Instant end(PemPair pair) {
        return pair.certificate().getNotAfter().toInstant();
    }

    /** The Secret with this content; the version of the one that was read makes another writer in between a conflict. */
    Secret write(Optional<Secret> before, String namespace) {
        Map<String, String> data = new LinkedHashMap<>();
        current.ifPresent(pair -> put(data, CERTIFICATE, pair.chain()).put(KEY, encoded(List.of(pair.key()))));
        put(data, AUTHORITIES, authorities);
        next.ifPresent(n -> put(put(data, NEXT_CERTIFICATE, n.serving().chain()), NEXT_AUTHORITY, List.of(n.authority())).put(NEXT_KEY, encoded(List.of(n.serving().key()))));
        return new SecretBuilder().withNewMetadata().withName(NAME).withNamespace(namespace).addToLabels("app.kubernetes.io/part-of", "dromon")
                .withResourceVersion(before.map(s -> s.getMetadata().getResourceVersion()).orElse(null))
                .withAnnotations(published.map(at -> Map.of(PUBLISHED, at.toString())).orElse(null)).endMetadata()
                .withType(before.map(Secret::getType).orElse("kubernetes.io/tls")).withData(data).build();
    }

    private static Map<String, String> put(Map<String, String> data, String key, List<X509Certificate> certificates) {
        data.put(key, encoded(certificates));
        return data;
    }

    private static String encoded(List<?> objects) {
        return Base64.getEncoder().encodeToString(PemPair.pem(objects).getBytes(StandardCharsets.US_ASCII));
    }
}
