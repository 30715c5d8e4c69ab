package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads Secrets of one namespace from a cache that a watch keeps current: all of them, from the first question on, or only one by its name. Reads call nobody, but
 * for a reader that asks each time. Thread-safe.
 */
public abstract sealed class SecretReader implements AutoCloseable {

    private static final long PAGE = 500;
    private static final Duration LONGEST_DEAF = Duration.ofMinutes(2);

    private final String namespace;

    private SecretReader(String namespace) {
        this.namespace = namespace;
    }

    /** A reader of all Secrets of a namespace. */
    public static SecretReader all(KubernetesClient client, String namespace) {
        return new All(client, namespace);
    }

    /** A reader that asks the API server each time: for Secrets that are needed rarely, and that may be read by their names only. */
    public static SecretReader asking(ClusterWriter api, String namespace) {
        return new Asking(api, namespace);
    }

    /** A reader of the only Secret of a namespace that may be read; it tells of each change, from any thread, to what must only enqueue. */
    public static SecretReader one(KubeCaches caches, String namespace, String name, Runnable onChange) {
        return one(caches, namespace, name, new Terms(onChange, LONGEST_DEAF));
    }

    static SecretReader one(KubeCaches caches, String namespace, String name, Terms terms) {
        return new One(caches, namespace, name, terms);
    }

    /**
     * How one Secret is followed.
     *
     * @param onChange    is told of each change
     * @param longestDeaf how long it counts when no watch tells of its changes
     */
    record Terms(Runnable onChange, Duration longestDeaf) {
    }

    /** The Secret of that name; {@link UnusableSecret} when there is none, or it is not known whether there is one. */
    abstract Optional<Secret> secret(String name) throws UnusableSecret;

    /** Whether the API server has not answered yet, be it with a refusal. */
    public abstract boolean starting();

    /** Whether nobody can tell at this moment what there is: the API server has not answered yet, be it with a refusal, or it has been away for long. */
    public abstract boolean waiting();

    /** Ends the watch. */
    @Override
    public abstract void close();

    /** Key to value of a Secret. {@link UnusableSecret} when there is none of that name, or it is not known yet. */
    public Map<String, byte[]> data(String name) throws UnusableSecret {
        return find(name).orElseThrow(() -> new UnusableSecret("Secret " + name + " does not exist in namespace " + namespace + "; create it"));
    }

    /** The same for a Secret that may be missing: empty when there is none. {@link UnusableSecret} when it is not known whether there is one. */
    public Optional<Map<String, byte[]>> find(String name) throws UnusableSecret {
        return secret(name).map(secret -> Optional.ofNullable(secret.getData()).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Base64.getDecoder().decode(e.getValue()))));
    }

    /** One value of a Secret. {@link UnusableSecret} when there is none. */
    public byte[] value(SecretValue from) throws UnusableSecret {
        byte[] value = data(from.secret()).get(from.key());
        if (value == null || value.length == 0) {
            throw new UnusableSecret("Secret " + from.secret() + " of namespace " + namespace + " has no value for key " + from.key() + "; add it");
        }
        return value;
    }

    /** The lines of a value, without blanks around them and without those that are empty. */
    public List<String> lines(SecretValue from) throws UnusableSecret {
        return new String(value(from), StandardCharsets.UTF_8).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    /** A Secret cannot be used; the message names it and what to do, and nothing of its content. */
    public static final class UnusableSecret extends Exception {

        private static final long serialVersionUID = 1L;

        /** One sentence. */
        public UnusableSecret(String message) {
            super(message);
        }
    }

    /** All Secrets of a namespace; one that was read counts for as long as the API server is away. */
    private static final class All extends SecretReader {

        private final KubernetesClient client;
        private final String namespace;
        private KubeCaches caches;

        All(KubernetesClient client, String namespace) {
            super(namespace);
            this.client = client;
            this.namespace = namespace;
        }

        @Override
        Optional<Secret> secret(String name) throws UnusableSecret {
            KindCache<Secret> cache = cache();
            if (!cache.synced()) {
                throw new UnusableSecret("the Secrets of namespace " + namespace + " have not been read yet; if this stays, Dromon may not read them");
            }
            return cache.get(namespace, name);
        }

        private synchronized KindCache<Secret> cache() {
            if (caches == null) {
                caches = new KubeCaches(client, List.of(ResourceKind.of(Secret.class)), Optional.of(namespace), PAGE);
            }
            return caches.of(Secret.class);
        }

        @Override
        public boolean starting() {
            return !cache().synced() && cache().trouble().isEmpty();
        }

        @Override
        public boolean waiting() {
            return starting();
        }

        @Override
        public synchronized void close() {
            if (caches != null) {
                caches.close();
            }
        }
    }

    /** What the API server says at this moment. */
    private static final class Asking extends SecretReader {

        private final ClusterWriter api;
        private final String namespace;

        Asking(ClusterWriter api, String namespace) {
            super(namespace);
            this.api = api;
            this.namespace = namespace;
        }

        /** What else goes wrong with the API server than that it refuses is thrown as it is. */
        @Override
        Optional<Secret> secret(String name) throws UnusableSecret {
            try {
                return api.ask(Secret.class, namespace, name);
            } catch (KubernetesClientException e) {
                if (!ClusterWriter.refused(e)) {
                    throw e;
                }
                throw new UnusableSecret("Secret " + name + " of namespace " + namespace + " cannot be read (" + ApiFailure.reason(e)
                        + "); let Dromon's ServiceAccount get it by a Role and a RoleBinding");
            }
        }

        @Override
        public boolean starting() {
            return false;
        }

        @Override
        public boolean waiting() {
            return false;
        }

        @Override
        public void close() { }
    }

    /** One Secret. What proves who somebody is must not outlive the right to read it: it counts only while a watch tells of its changes. */
    private static final class One extends SecretReader {

        private final KubeCaches caches;
        private final KindCache<Secret> cache;
        private final String what;
        private final String namespace;
        private final Duration longestDeaf;

        One(KubeCaches caches, String namespace, String name, Terms terms) {
            super(namespace);
            this.caches = caches;
            this.cache = caches.single(Secret.class, namespace, name);
            this.what = "Secret " + name + " of namespace " + namespace;
            this.namespace = namespace;
            this.longestDeaf = terms.longestDeaf();
            cache.listen(versions -> terms.onChange().run());
        }

        @Override
        Optional<Secret> secret(String name) throws UnusableSecret {
            if (starting()) {
                throw new UnusableSecret(what + " has not been read yet");
            }
            if (!cache.synced() || deaf()) {
                throw new UnusableSecret(what + " cannot be read" + cache.trouble().map(t -> " (" + t + ")").orElse("")
                        + "; let Dromon's ServiceAccount get, list and watch it by a Role and a RoleBinding");
            }
            return cache.get(namespace, name);
        }

        private boolean deaf() {
            return cache.synced() && cache.deaf().compareTo(longestDeaf) > 0;
        }

        @Override
        public boolean starting() {
            return !cache.synced() && cache.trouble().isEmpty();
        }

        @Override
        public boolean waiting() {
            return starting() || deaf();
        }

        @Override
        public void close() {
            caches.release(cache);
        }
    }
}
