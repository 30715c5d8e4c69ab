package dev.dromon.sink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A real broker that lets in only whom it knows, over TLS, at four addresses: anybody, those who log in, those with a certificate, and one with a certificate for another host. */
public final class GuardedBroker implements AutoCloseable {

    /** Over TLS anybody. */
    public static final String TLS = "TLS";
    /** Over TLS those who log in. */
    public static final String LOGIN = "LOGIN";
    /** Over TLS those who show {@link #CLIENT}. */
    public static final String MUTUAL = "MUTUAL";
    /** Over TLS, with a certificate that is for another host. */
    public static final String ELSEWHERE = "ELSEWHERE";

    /** Vouches for all of its addresses but the last. */
    public static final Certificates SERVER = Certificates.of("dns:localhost");
    /** The certificate that it knows. */
    public static final Certificates CLIENT = Certificates.of("dns:dromon");
    /** Vouches for the last address. */
    public static final Certificates OTHER_HOST = Certificates.of("dns:example.org");

    /** The user that it knows. */
    public static final String USER = "dromon";
    /** Its password. */
    public static final String PASSWORD = "hidden-\"quoted\"-\\-pässword";

    private final Broker broker;

    public GuardedBroker() {
        String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\";";
        String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        broker = new Broker(List.of(new Broker.Listener(TLS, "SSL", shows(SERVER)),
                new Broker.Listener(ELSEWHERE, "SSL", shows(OTHER_HOST)),
                new Broker.Listener(MUTUAL, "SSL", with(shows(SERVER), Map.of("ssl.client.auth", "required", "ssl.truststore.type", "PEM", "ssl.truststore.certificates", CLIENT.certificate()))),
                new Broker.Listener(LOGIN, "SASL_SSL", with(shows(SERVER), Map.of("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512", "plain.sasl.jaas.config", plain,
                        "scram-sha-256.sasl.jaas.config", scram, "scram-sha-512.sasl.jaas.config", scram)))));
        broker.user("SCRAM-SHA-256", USER, PASSWORD);
        broker.user("SCRAM-SHA-512", USER, PASSWORD);
    }

    private static Map<String, String> shows(Certificates own) {
        return Map.of("ssl.keystore.type", "PEM", "ssl.keystore.certificate.chain", own.certificate(), "ssl.keystore.key", own.key());
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(some);
        all.putAll(more);
        return all;
    }

    /** The broker, with an address for the test itself. */
    public Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        broker.close();
    }
}
