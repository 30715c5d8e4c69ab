package dev.dromon.sink;

import dev.dromon.kube.SecretReader.UnusableSecret;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What it means that brokers, or the client that was to reach them, failed. Pure; never throws. Rule: docs/reference/event-delivery.md, Kafka. */
final class KafkaAnswer {

    private static final String NOT_TAKEN = "the brokers did not take it: ";
    /** The alerts of RFC 8446, section 6.2, by which a peer says that it does not accept a certificate, or misses one; as the Java runtime spells them. */
    private static final Pattern NOT_KNOWN = Pattern.compile("(?i).*alert: (bad_certificate|certificate_required|certificate_unknown|unknown_ca|unsupported_certificate|certificate_expired|certificate_revoked|access_denied).*");
    /** By which the Java runtime says that a certificate is for another host. */
    private static final Pattern OTHER_HOST = Pattern.compile("(?i).*(no subject alternative|no name matching).*");

    private KafkaAnswer() {
    }

    /** What it means for an event that was to be sent. */
    static Answer of(Throwable failure, KafkaTerms terms) {
        if (failure instanceof RecordTooLargeException || failure instanceof InvalidTopicException) {
            return new Answer(Answer.Verdict.REFUSED, NOT_TAKEN + reason(failure), Optional.empty());
        }
        return Answer.retry(known(failure, terms).orElseGet(() -> NOT_TAKEN + reason(failure)));
    }

    /** Why a topic cannot be read. */
    static String unread(Throwable failure, KafkaTerms terms) {
        return known(failure, terms).orElseGet(() -> reason(failure));
    }

    /** Nothing of a Secret is in it. */
    private static Optional<String> known(Throwable failure, KafkaTerms terms) {
        if (failure instanceof UnusableSecret) {
            return Optional.of(failure.getMessage());
        }
        if (failure instanceof SaslAuthenticationException && terms.login().isPresent()) {
            return Optional.of("the brokers do not let Dromon in with the name and password of Secret " + terms.login().get().secret() + ", by " + terms.login().get().mechanism()
                    + "; correct them, or spec.kafka.sasl.mechanism");
        }
        return failure instanceof SslAuthenticationException ? Optional.of(tls(failure, terms)) : Optional.empty();
    }

    private static String tls(Throwable failure, KafkaTerms terms) {
        if (any(failure, cause -> cause instanceof CertificateException && OTHER_HOST.matcher(reason(cause)).matches())) {
            return "the certificate of a broker is not for the host that was called; use the host of its certificate in spec.kafka.bootstrapServers and in what the brokers advertise";
        }
        if (any(failure, cause -> cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException)) {
            return "the certificate of a broker is of no authority that is trusted; put the certificate of its authority into the Secret of spec.kafka.caSecret";
        }
        if (any(failure, cause -> NOT_KNOWN.matcher(reason(cause)).matches())) {
            return terms.certificate().map(secret -> "the brokers do not accept the certificate of Secret " + secret + "; put one there that they know")
                    .orElse("the brokers want a certificate; name a Secret with one in spec.kafka.clientCertificateSecret");
        }
        return "no encrypted connection to the brokers: " + reason(causes(failure).reduce(failure, (first, second) -> second)) + "; look at spec.kafka and at the listener of the brokers";
    }

    private static boolean any(Throwable failure, Predicate<Throwable> what) {
        return causes(failure).anyMatch(what);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String reason(Throwable failure) {
        return (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
