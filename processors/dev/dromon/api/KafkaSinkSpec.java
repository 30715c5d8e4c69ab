package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** A topic that takes CloudEvents as records. */
public class KafkaSinkSpec extends ApiObject {

    /** Brokers to begin with, host:port. */
    public List<String> bootstrapServers = new ArrayList<>();

    /** Name of the topic. */
    public String topic;

    /** structured or binary, as the CloudEvents Kafka binding calls it; absent means binary. */
    public String mode;

    /** Longest time from a record to its acknowledgement, a Go duration; absent means 10s. */
    public String timeout;

    /** Whether connections are encrypted; absent means false. */
    public Boolean tls;

    /** Certificates of authorities that may vouch for the brokers; absent means those of the Java runtime. */
    public SecretKeyReference caSecret;

    /** Secret of type kubernetes.io/tls that Dromon shows to the brokers; absent means none. */
    public SecretReference clientCertificateSecret;

    /** Who Dromon is for the brokers; absent means nobody. */
    public KafkaSaslSpec sasl;
}
