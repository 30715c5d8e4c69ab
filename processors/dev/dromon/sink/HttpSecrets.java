package dev.dromon.sink;

import dev.dromon.api.HttpSinkSpec;
import dev.dromon.api.SecretKeyReference;
import dev.dromon.kube.SecretValue;
import java.util.Optional;

/**
 * Which Secrets of Dromon's namespace a receiver by HTTP needs.
 *
 * @param headers     Secret whose content becomes headers
 * @param signature   value that requests are signed with
 * @param authorities certificates of authorities that may vouch for the receiver
 * @param certificate Secret with a certificate and its key that are shown to the receiver
 */
record HttpSecrets(Optional<String> headers, Optional<SecretValue> signature, Optional<SecretValue> authorities, Optional<String> certificate) {

    /** No Secret. */
    static final HttpSecrets NONE = new HttpSecrets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static HttpSecrets of(HttpSinkSpec spec) {
        return new HttpSecrets(Optional.ofNullable(spec.headersSecret).map(s -> s.name), value(spec.signatureSecret, "secret"), value(spec.caSecret, "ca.crt"),
                Optional.ofNullable(spec.clientCertificateSecret).map(s -> s.name));
    }

    private static Optional<SecretValue> value(SecretKeyReference reference, String key) {
        return Optional.ofNullable(reference).map(r -> new SecretValue(r.name, r.key == null ? key : r.key));
    }
}
