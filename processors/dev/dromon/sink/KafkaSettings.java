package dev.dromon.sink;

import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Settings of clients of Kafka. Equal terms and Secrets give equal settings. */
final class KafkaSettings {

    private static final String PEM = "PEM";
    private static final String CLIENT = "dromon-";
    private static final int REQUEST_MILLIS = 5_000;
    private static final int SESSION_MILLIS = 15_000;
    private static final int POLL_RECORDS = 50;
    private static final int PARTITION_BYTES = 256 * 1024;
    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    private KafkaSettings() {
    }

    /**
     * The settings of a producer that loses nothing and keeps the order of what it sends. A record never expires: an expired one would be sent again under a new sequence, after those that followed it. Whoever waits closes the producer
     * instead, and what the brokers have taken is then a beginning of what was sent. One request at a time: while a broker takes up a partition, it may turn a first request
     * down and take the second, and it refuses the first for ever then. Requests carry many records, so little is lost.
     */
    static Map<String, Object> producer(String sink, KafkaTerms terms, SecretReader secrets) throws UnusableSecret {
        Map<String, Object> settings = connection(terms, secrets);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT + sink);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, terms.timeout().toMillis());
        return settings;
    }

    /**
     * The settings of a consumer of that group which commits by itself what has been dealt with, fetches little at a time, and gives up at a rebalance only what moves. Where
     * offsets that were committed are no longer there, it goes on with the oldest record.
     */
    static Map<String, Object> consumer(String group, KafkaTerms terms, SecretReader secrets) throws UnusableSecret {
        Map<String, Object> settings = connection(terms, secrets);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.max(REQUEST_MILLIS, (int) terms.timeout().toMillis()));
        return settings;
    }

    private static Map<String, Object> connection(KafkaTerms terms, SecretReader secrets) throws UnusableSecret {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, terms.brokers());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, (terms.login().isPresent() ? "SASL_" : "") + (terms.tls() ? "SSL" : "PLAINTEXT"));
        tls(settings, terms, secrets);
        if (terms.login().isPresent()) {
            login(settings, terms.login().get(), secrets);
        }
        return settings;
    }

    private static void tls(Map<String, Object> settings, KafkaTerms terms, SecretReader secrets) throws UnusableSecret {
        if (terms.authorities().isPresent()) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, text(secrets.value(terms.authorities().get())));
        }
        if (terms.certificate().isPresent()) {
            settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
            settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, text(secrets.value(new SecretValue(terms.certificate().get(), "tls.crt"))));
            settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, text(secrets.value(new SecretValue(terms.certificate().get(), "tls.key"))));
        }
    }

    /** Why a client could not be made of the settings that these terms gave, when that is because of what certificates are in Secrets; empty otherwise. */
    static Optional<UnusableSecret> unusable(KafkaTerms terms, Map<String, Object> settings) {
        if (terms.authorities().isPresent() && !certificates((String) settings.get(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG))) {
            SecretValue from = terms.authorities().get();
            return Optional.of(new UnusableSecret("expected certificates (PEM) in key " + from.key() + " of Secret " + from.secret() + ", found something else; correct it"));
        }
        return terms.certificate().map(secret -> new UnusableSecret("expected a certificate and its key (PEM, not encrypted) in keys tls.crt and tls.key of Secret " + secret
                + ", found something else; correct them"));
    }

    private static boolean certificates(String pem) {
        try {
            return !CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))).isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    private static void login(Map<String, Object> settings, KafkaTerms.Login login, SecretReader secrets) throws UnusableSecret {
        String module = login.mechanism().equals("PLAIN") ? "org.apache.kafka.common.security.plain.PlainLoginModule" : "org.apache.kafka.common.security.scram.ScramLoginModule";
        settings.put(SaslConfigs.SASL_MECHANISM, login.mechanism());
        settings.put(SaslConfigs.SASL_JAAS_CONFIG, module + " required username=" + quoted(secrets, login.secret(), "username") + " password=" + quoted(secrets, login.secret(), "password") + ";");
    }

    /** A value may end in a line break, as files do; any other is no part of a name or password. */
    private static String quoted(SecretReader secrets, String secret, String key) throws UnusableSecret {
        String value = text(secrets.value(new SecretValue(secret, key))).strip();
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new UnusableSecret("the value of key " + key + " of Secret " + secret + " is empty or has line breaks or control characters; correct it");
        }
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
