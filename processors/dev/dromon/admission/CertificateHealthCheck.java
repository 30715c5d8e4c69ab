package dev.dromon.admission;

import dev.dromon.http.ServingCertificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of the webhook: it has a certificate that has not ended. A replica that is not ready gets no reviews. */
final class CertificateHealthCheck extends AbstractHealthCheck {

    private final ServingCertificate serving;
    private final InstantSource clock;

    CertificateHealthCheck(ServingCertificate serving, InstantSource clock) {
        super("dromon", "admission-certificate");
        this.serving = serving;
        this.clock = clock;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<X509Certificate> certificate = serving.certificate();
        if (certificate.isEmpty()) {
            builder.message("the webhook has no certificate yet").down();
        } else if (!certificate.get().getNotAfter().toInstant().isAfter(clock.instant())) {
            builder.message("the webhook's certificate has ended").down();
        } else {
            builder.up();
        }
    }
}
