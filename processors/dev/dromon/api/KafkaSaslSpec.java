package dev.dromon.api;

/** A name and a password for Kafka brokers. */
public class KafkaSaslSpec extends ApiObject {

    /** PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. */
    public String mechanism;

    /** Secret with username and password. */
    public SecretReference secret;
}
