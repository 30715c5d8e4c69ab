package dev.dromon.sandbox.server;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;

/**
 * A change that the server has accepted.
 *
 * @param type   what happened
 * @param uri    path of the object
 * @param object the object after the change; the last one there was when it was deleted
 */
public record Change(Type type, String uri, GenericKubernetesResource object) {

    /** What happened to the object; the wire spelling of watch events. */
    public enum Type {
        ADDED, MODIFIED, DELETED
    }

    /** Whether the object is of that kind. */
    public boolean is(String apiVersion, String kind) {
        return apiVersion.equals(object.getApiVersion()) && kind.equals(object.getKind());
    }

    /** The object itself. */
    public ObjectRef ref() {
        ObjectMeta meta = object.getMetadata();
        return new ObjectRef(object.getKind(), namespace(), meta.getName(), meta.getUid());
    }

    /** All owners of the object; empty when it has none. */
    public List<OwnerReference> owners() {
        return object.getMetadata().getOwnerReferences();
    }

    /** The owner that controls the object, when it is of that kind. */
    public Optional<ObjectRef> controller(String kind) {
        return owners().stream().filter(o -> Boolean.TRUE.equals(o.getController()) && kind.equals(o.getKind())).findFirst()
                .map(o -> new ObjectRef(o.getKind(), namespace(), o.getName(), o.getUid()));
    }

    /** Namespace of the object; empty when it is cluster-scoped. */
    public String namespace() {
        return Optional.ofNullable(object.getMetadata().getNamespace()).orElse("");
    }
}
