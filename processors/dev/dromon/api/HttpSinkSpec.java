package dev.dromon.api;

/** A receiver that takes CloudEvents as HTTP POST requests. */
public class HttpSinkSpec extends ApiObject {

    /** http or https address, without user info and fragment. */
    public String url;

    /** structured or binary, as the CloudEvents HTTP binding calls it; absent means structured. */
    public String mode;

    /** Longest time from a request to the end of its answer, a Go duration; absent means 10s. */
    public String timeout;

    /** Whether loopback, link-local and metadata addresses may be called; absent means false. */
    public Boolean allowLocalAddresses;

    /** Secret whose keys and values become headers of each request; absent means none. */
    public SecretReference headersSecret;

    /** What requests are signed with; absent means that they are not. */
    public SecretKeyReference signatureSecret;

    /** Certificates of authorities that may vouch for the receiver; absent means those of the Java runtime. */
    public SecretKeyReference caSecret;

    /** Secret of type kubernetes.io/tls that Dromon shows to the receiver; absent means none. */
    public SecretReference clientCertificateSecret;
}
