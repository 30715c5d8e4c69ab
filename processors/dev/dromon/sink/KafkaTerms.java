package dev.dromon.sink;

import dev.dromon.api.KafkaSinkSpec;
import dev.dromon.api.SecretKeyReference;
import dev.dromon.kube.SecretValue;
import dev.dromon.kube.Times;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A topic as an EventSink asks for it.
 *
 * @param brokers     host:port, at least one
 * @param timeout     longest time from a record to its acknowledgement
 * @param authorities certificates of authorities that may vouch for the brokers
 * @param certificate Secret with a certificate and its key that are shown to the brokers
 * @param login       mechanism and Secret of a name and password; empty without
 */
record KafkaTerms(List<String> brokers, String topic, CloudEventEncoder.Mode mode, Duration timeout, boolean tls, Optional<SecretValue> authorities, Optional<String> certificate,
        Optional<Login> login) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String AUTHORITIES = "ca.crt";

    /** How Dromon logs in. */
    record Login(String mechanism, String secret) {
    }

    static KafkaTerms of(KafkaSinkSpec spec) {
        CloudEventEncoder.Mode mode = "structured".equals(spec.mode) ? CloudEventEncoder.Mode.STRUCTURED : CloudEventEncoder.Mode.BINARY;
        return new KafkaTerms(List.copyOf(spec.bootstrapServers), spec.topic, mode, Times.duration(spec.timeout).orElse(TIMEOUT), Boolean.TRUE.equals(spec.tls), value(spec.caSecret),
                Optional.ofNullable(spec.clientCertificateSecret).map(s -> s.name), Optional.ofNullable(spec.sasl).map(s -> new Login(s.mechanism, s.secret.name)));
    }

    private static Optional<SecretValue> value(SecretKeyReference reference) {
        return Optional.ofNullable(reference).map(r -> new SecretValue(r.name, r.key == null ? AUTHORITIES : r.key));
    }
}
