package dev.dromon.callback;

import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.Blocker;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The key that tokens are made with: a Secret of Dromon's own namespace, made when it is first needed. It is asked for each time, so a new one counts at once. Thread-safe. */
public final class CallbackKey {

    /** Name of the Secret. */
    public static final String SECRET = "dromon-callbacks";

    private static final String ENTRY = "key";
    private static final int BYTES = 32;

    private final ClusterWriter writer;
    private final String namespace;
    private final SecureRandom random = new SecureRandom();

    /** Reads and makes the Secret in Dromon's own namespace. */
    public CallbackKey(ClusterWriter writer, String namespace) {
        this.writer = writer;
        this.namespace = namespace;
    }

    /** There is no key; the blocker says why and what to do, and nothing of the Secret's content. */
    static final class NoKey extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Blocker blocker;

        NoKey(String message) {
            super(message);
            this.blocker = Blocker.stuck("CallbackUnavailable", message);
        }

        Blocker blocker() {
            return blocker;
        }
    }

    /** The key. {@link NoKey} when the Secret cannot be used, or the API server refuses to read or make it; what else goes wrong with it is thrown as it is. */
    byte[] read() throws NoKey {
        try {
            Optional<Secret> there = writer.ask(Secret.class, namespace, SECRET);
            return key(there.isPresent() ? there.get() : writer.createUncached(fresh()));
        } catch (KubernetesClientException e) {
            if (!ClusterWriter.refused(e) && !ApiFailure.absent(e)) {
                throw e;
            }
            throw new NoKey("expected to read or create Secret " + SECRET + " in namespace " + namespace + ", found that the API server refuses it: " + ApiFailure.reason(e)
                    + "; give Dromon the rights of kustomize/base/rbac");
        }
    }

    /** Whoever is first makes it; a second one finds that one. */
    private Secret fresh() {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new SecretBuilder().withNewMetadata().withName(SECRET).withNamespace(namespace).addToLabels("app.kubernetes.io/part-of", "dromon").endMetadata().withType("Opaque")
                .addToData(ENTRY, Base64.getEncoder().encodeToString(key)).build();
    }

    private byte[] key(Secret secret) throws NoKey {
        byte[] key = Base64.getDecoder().decode(Optional.ofNullable(secret.getData()).orElse(Map.of()).getOrDefault(ENTRY, ""));
        if (key.length < BYTES) {
            throw new NoKey("expected at least " + BYTES + " bytes in " + ENTRY + " of Secret " + SECRET + " in namespace " + namespace + ", found " + key.length
                    + "; delete the Secret, and Dromon makes a new one");
        }
        return key;
    }
}
