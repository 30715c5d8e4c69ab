package dev.dromon.bench;

import dev.dromon.api.KeptnAppVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Finished apps that are made quickly: one app with three tasks runs for real; the others are copies of the Keptn objects it left, with their status, under names of
 * their own, written while the runtime is stopped. Copies have no Deployments, pods and Jobs.
 */
final class Copies {

    private static final int WRITERS = 8;
    private static final String NAMESPACE = "copies";
    private static final String ORIGINAL = "original";
    private static final String GROUP_VERSION = "lifecycle.keptn.sh/v1";
    /** Owners first. */
    private static final List<String> KINDS = List.of("KeptnApp", "KeptnWorkload", "KeptnAppVersion", "KeptnWorkloadVersion", "KeptnTask");

    private final Stage stage;

    Copies(Stage stage) {
        this.stage = stage;
    }

    /** Makes that many finished apps, the one that ran among them. */
    void make(int count) {
        finishOne();
        List<GenericKubernetesResource> originals = KINDS.stream().flatMap(kind -> all(kind).stream()).toList();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> copies = IntStream.range(1, count).<Future<?>>mapToObj(i -> writers.submit(() -> copy(originals, i))).toList();
        copies.forEach(Copies::await);
        writers.shutdown();
    }

    private static void await(Future<?> copy) {
        try {
            copy.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("expected all copies to be written, found one that was not", e);
        }
    }

    private void finishOne() {
        stage.cluster().namespace(NAMESPACE, true);
        stage.apps().task(NAMESPACE);
        stage.apps().context(NAMESPACE, ORIGINAL);
        stage.runtime().start();
        try (Sightings<KeptnAppVersion> versions = stage.appVersions()) {
            stage.apps().deployment(NAMESPACE, ORIGINAL, "pre-deployment-tasks", Apps.TASK);
            versions.await(Stage.COMPLETED, NAMESPACE + "/" + ORIGINAL);
        }
        stage.untilQuiet(Duration.ofSeconds(5));
        stage.runtime().close();
        stage.client().apps().deployments().inNamespace(NAMESPACE).withName(ORIGINAL).edit(d -> d.edit().editSpec().withReplicas(0).endSpec().build());
        Awaitility.await("the original's pods are gone").until(() -> stage.client().pods().inNamespace(NAMESPACE).list().getItems().stream().noneMatch(p -> "Running".equals(p.getStatus().getPhase())));
    }

    private List<GenericKubernetesResource> all(String kind) {
        return stage.client().genericKubernetesResources(GROUP_VERSION, kind).inNamespace(NAMESPACE).list().getItems();
    }

    /** References to owners that are not copied are dropped: the garbage collector would take the copy. */
    private void copy(List<GenericKubernetesResource> originals, int number) {
        KubernetesClient client = stage.client();
        Map<String, HasMetadata> copies = new HashMap<>();
        for (GenericKubernetesResource original : originals) {
            String text = client.getKubernetesSerialization().asJson(original).replace(ORIGINAL, "copy" + number);
            GenericKubernetesResource copy = client.getKubernetesSerialization().unmarshal(text, GenericKubernetesResource.class);
            copy.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name(copy, number)).withAnnotations(copy.getMetadata().getAnnotations())
                    .withLabels(copy.getMetadata().getLabels()).withOwnerReferences(copy.getMetadata().getOwnerReferences()).build());
            copy.getMetadata().getOwnerReferences().removeIf(o -> !copies.containsKey(o.getUid()));
            copy.getMetadata().getOwnerReferences().forEach(o -> o.setUid(copies.get(o.getUid()).getMetadata().getUid()));
            Object status = copy.getAdditionalProperties().get("status");
            GenericKubernetesResource written = client.resource(copy).create();
            written.setAdditionalProperty("status", status);
            copies.put(original.getMetadata().getUid(), client.resource(written).updateStatus());
        }
    }

    /** Names of tasks end in a hash that does not hold the app's name. */
    private static String name(HasMetadata copy, int number) {
        String name = copy.getMetadata().getName();
        return name.contains("copy" + number) ? name : name + "-" + number;
    }
}
