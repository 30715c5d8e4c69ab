package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Writes objects so that the next run sees them: every answer goes into the cache of its kind. Refusals come out as {@link KubernetesClientException}. */
public final class ClusterWriter {

    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final KubeCaches caches;

    /** Writes through the client, into the caches. */
    public ClusterWriter(KubernetesClient client, KubeCaches caches) {
        this.client = client;
        this.caches = caches;
    }

    /**
     * Creates an object whose name is a function of its owner. If one of that name exists and has the same first owner, that one is returned: somebody, perhaps this
     * very call before its answer got lost, was first. One with another owner is a conflict.
     */
    public <T extends HasMetadata> T create(T object) {
        return seen(createUncached(object));
    }

    /** As {@link #create}, for kinds that are not cached. */
    public <T extends HasMetadata> T createUncached(T object) {
        try {
            return client.resource(object).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            T existing = client.resource(object).get();
            if (existing == null || !Keys.ownerUids(existing).equals(Keys.ownerUids(object))) {
                throw e;
            }
            return existing;
        }
    }

    /** Creates an object; empty when there is one of that name already, whoever made it. */
    public <T extends HasMetadata> Optional<T> createNew(T object) {
        try {
            return Optional.of(seen(client.resource(object).create()));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || client.resource(object).get() == null) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Asks the API server for a cluster-scoped object, before something is done that cannot be undone; empty when there is none. */
    public <T extends HasMetadata> Optional<T> reread(Class<T> type, String name) {
        return Optional.ofNullable(client.resources(type).withName(name).get()).map(this::seen);
    }

    /** Asks the API server for an object of a namespace, before something is done that cannot be undone; empty when there is none. */
    public <T extends HasMetadata> Optional<T> reread(Class<T> type, String namespace, String name) {
        return ask(type, namespace, name).map(this::seen);
    }

    /** As {@link #reread(Class, String, String)}, for kinds that are not cached. */
    public <T extends HasMetadata> Optional<T> ask(Class<T> type, String namespace, String name) {
        return Optional.ofNullable(client.resources(type).inNamespace(namespace).withName(name).get());
    }

    /** Asks the API server for all objects of a kind in a namespace, before something is done that rests on which there are. */
    public <T extends HasMetadata> List<T> askAll(Class<T> type, String namespace) {
        return client.resources(type).inNamespace(namespace).list().getItems();
    }

    /** Asks the API server for the objects of a kind in a namespace that carry a label, for what of them is in no cache. */
    public <T extends HasMetadata> List<T> askLabelled(Class<T> type, String namespace, String label, String value) {
        return client.resources(type).inNamespace(namespace).withLabel(label, value).list().getItems();
    }

    /** Replaces an object; another writer in between is a conflict. */
    public <T extends HasMetadata> T update(T object) {
        return seen(client.resource(object).update());
    }

    /** Replaces an object's status; another writer in between is a conflict. */
    public <T extends HasMetadata> T updateStatus(T object) {
        return seen(client.resource(object).updateStatus());
    }

    /** Applies a JSON patch. */
    public <T extends HasMetadata> T jsonPatch(T object, String patch) {
        return seen(client.resource(object).patch(PatchContext.of(PatchType.JSON), patch));
    }

    /** Applies a JSON merge patch. */
    public <T extends HasMetadata> T mergePatch(T object, String patch) {
        return seen(client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /** Deletes an object and, in the background, what it owns; one that is gone already is fine. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> void delete(T object) {
        client.resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
        ((KindCache<T>) caches.of(object.getClass())).deleted(object);
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> T seen(T fromServer) {
        return ((KindCache<T>) caches.of(fromServer.getClass())).written(fromServer);
    }

    /** Whether the API server refused the object itself, so that sending it again soon is pointless: invalid, forbidden, over quota. */
    public static boolean refused(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST;
    }

    /** Whether the API server found something wrong in the object itself: its words may then repeat what is in it. */
    public static boolean invalid(KubernetesClientException e) {
        return refused(e) && e.getCode() != HttpURLConnection.HTTP_FORBIDDEN;
    }

    /** Whether a JSON patch failed because what it tested is no longer so. */
    public static boolean outdated(KubernetesClientException e) {
        return e.getCode() == UNPROCESSABLE || e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** A reference to the object as the controller of what is created for it. */
    public static OwnerReference controlledBy(HasMetadata owner) {
        return new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind()).withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid()).withController(true).withBlockOwnerDeletion(true).build();
    }
}
