package dev.dromon.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dromon.admission.PemPair.UnusablePair;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose certificates API servers accept: {@code caBundle} of each webhook of one MutatingWebhookConfiguration. Authorities are only added, and taken off once they have
 * ended: a replica that is behind must not take off what another one serves with.
 */
final class TrustedAuthorities {

    /** Name of the configuration. */
    static final String CONFIGURATION = "dromon-webhook";

    private static final Logger LOG = LoggerFactory.getLogger(TrustedAuthorities.class);

    private final KubernetesClient client;

    TrustedAuthorities(KubernetesClient client) {
        this.client = client;
    }

    /** Adds authorities where they are missing. Returns the given ones that every webhook has then; none when there is no configuration. What the API server refuses is thrown. */
    List<X509Certificate> add(List<X509Certificate> authorities, Instant now) {
        MutatingWebhookConfiguration there = client.resources(MutatingWebhookConfiguration.class).withName(CONFIGURATION).get();
        if (there == null || there.getWebhooks().isEmpty()) {
            LOG.warn("expected MutatingWebhookConfiguration {} with a webhook, found none, so no API server calls this one; apply kustomize/components/admission-webhook", CONFIGURATION);
            return List.of();
        }
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "test").put("path", "/metadata/resourceVersion").put("value", there.getMetadata().getResourceVersion());
        for (int i = 0; i < there.getWebhooks().size(); i++) {
            String wanted = bundle(there.getWebhooks().get(i), authorities, now);
            if (!wanted.equals(there.getWebhooks().get(i).getClientConfig().getCaBundle())) {
                patch.addObject().put("op", "add").put("path", "/webhooks/" + i + "/clientConfig/caBundle").put("value", wanted);
            }
        }
        if (patch.size() > 1) {
            client.resource(there).patch(PatchContext.of(PatchType.JSON), patch.toString());
            LOG.info("published who vouches for the webhook's certificate configuration={} authorities={}", CONFIGURATION, authorities.size());
        }
        return authorities;
    }

    private static String bundle(MutatingWebhook webhook, List<X509Certificate> authorities, Instant now) {
        Set<X509Certificate> all = new LinkedHashSet<>(authorities);
        certificates(webhook.getClientConfig().getCaBundle()).stream().filter(a -> a.getNotAfter().toInstant().isAfter(now)).forEach(all::add);
        return Base64.getEncoder().encodeToString(PemPair.pem(List.copyOf(all)).getBytes(StandardCharsets.US_ASCII));
    }

    private static List<X509Certificate> certificates(String bundle) {
        try {
            return bundle == null ? List.of() : PemPair.certificates(Base64.getMimeDecoder().decode(bundle));
        } catch (UnusablePair e) {
            LOG.warn("expected certificates in caBundle of MutatingWebhookConfiguration {}, found something that cannot be read; it is replaced", CONFIGURATION);
            return List.of();
        }
    }
}
