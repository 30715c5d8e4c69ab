package dev.dromon.sink;

import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.ResourceKind;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads Secrets of Dromon's own namespace from a cache that is filled from the first question on, and kept current by a watch. Thread-safe. */
final class SecretReader implements AutoCloseable {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final String namespace;
    private KubeCaches caches;

    SecretReader(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Key to value of a Secret. {@link UnusableSecret} when there is none of that name, or it is not known yet. */
    Map<String, byte[]> data(String name) throws UnusableSecret {
        KindCache<Secret> cache = cache();
        if (!cache.synced()) {
            throw new UnusableSecret("the Secrets of namespace " + namespace + " have not been read yet; if this stays, Dromon may not read them");
        }
        Secret secret = cache.get(namespace, name).orElseThrow(() -> new UnusableSecret("Secret " + name + " does not exist in namespace " + namespace + "; create it"));
        return Optional.ofNullable(secret.getData()).orElse(Map.of()).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> Base64.getDecoder().decode(e.getValue())));
    }

    /** One value of a Secret. {@link UnusableSecret} when there is none. */
    byte[] value(SecretValue from) throws UnusableSecret {
        byte[] value = data(from.secret()).get(from.key());
        if (value == null || value.length == 0) {
            throw new UnusableSecret("Secret " + from.secret() + " of namespace " + namespace + " has no value for key " + from.key() + "; add it");
        }
        return value;
    }

    private synchronized KindCache<Secret> cache() {
        if (caches == null) {
            caches = new KubeCaches(client, List.of(ResourceKind.of(Secret.class)), Optional.of(namespace), PAGE);
        }
        return caches.of(Secret.class);
    }

    @Override
    public synchronized void close() {
        if (caches != null) {
            caches.close();
        }
    }

    /** A Secret cannot be used; the message names it and what to do, and nothing of its content. */
    static final class UnusableSecret extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableSecret(String message) {
            super(message);
        }
    }
}
