package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deletes objects none of whose owners exists, and what is in a namespace that was deleted. Policies other than background deletion are not simulated. */
final class GarbageCollector implements Controller {

    private record Item(String uri, String namespace, List<String> owners) {
    }

    private final KubernetesClient client;
    /** All objects there are, by uid. */
    private final Map<String, Item> graph = Collections.synchronizedMap(new LinkedHashMap<>());

    GarbageCollector(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        String uid = change.ref().uid();
        if (change.type() == Change.Type.DELETED) {
            graph.remove(uid);
            return Optional.of(change.ref());
        }
        graph.put(uid, new Item(change.uri(), change.namespace(), change.owners().stream().map(OwnerReference::getUid).toList()));
        return change.owners().isEmpty() ? Optional.empty() : Optional.of(change.ref());
    }

    @Override
    public void reconcile(ObjectRef object) {
        Item item = graph.get(object.uid());
        List<Item> doomed = item != null ? List.of(item).stream().filter(this::orphan).toList() : left(object);
        doomed.forEach(i -> Owned.delete(client, i.uri()));
    }

    /** What belonged to a deleted object. */
    private List<Item> left(ObjectRef deleted) {
        synchronized (graph) {
            boolean namespace = "Namespace".equals(deleted.kind());
            return graph.values().stream().filter(i -> i.owners().contains(deleted.uid()) && orphan(i) || namespace && i.namespace().equals(deleted.name())).toList();
        }
    }

    private boolean orphan(Item item) {
        return !item.owners().isEmpty() && item.owners().stream().noneMatch(graph::containsKey);
    }
}
