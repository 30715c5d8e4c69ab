package dev.dromon.fault;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What scenes share: a control plane without a runtime of its own, and one observer that sees what becomes of all namespaces. */
final class Stage implements AutoCloseable {

    private static Stage shared;

    private final ControlPlane plane;
    private final Vertx vertx = Vertx.vertx();
    private final Config runtime;
    private final ExecutorService burials = Executors.newCachedThreadPool(Stage::daemon);
    private final SharedIndexInformer<KeptnAppVersion> apps;
    private final SharedIndexInformer<KeptnWorkloadVersion> workloads;
    private final SharedIndexInformer<Job> census;
    private final Map<String, Map<String, String>> jobs = new ConcurrentHashMap<>();

    /** One on a control plane of the caller's own. */
    Stage(ControlPlane plane) {
        this.plane = plane;
        this.runtime = plane.runtimeConfig();
        this.apps = plane.admin().resources(KeptnAppVersion.class).inAnyNamespace().inform();
        this.workloads = plane.admin().resources(KeptnWorkloadVersion.class).inAnyNamespace().inform();
        this.census = plane.admin().resources(Job.class).inAnyNamespace().inform(new JobCensus());
    }

    /** The one of this JVM. */
    static synchronized Stage open() {
        ControlPlane plane = ControlPlane.withoutRuntime();
        if (shared == null) {
            shared = new Stage(plane);
        }
        return shared;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-harness");
        thread.setDaemon(true);
        return thread;
    }

    ControlPlane plane() {
        return plane;
    }

    /** A client that may do everything. */
    KubernetesClient admin() {
        return plane.admin();
    }

    Vertx vertx() {
        return vertx;
    }

    /** The way to the API server that a proxy stands on. */
    FaultProxy.Upstream upstream(ListMemory lists) {
        return new FaultProxy.Upstream(runtime, plane.admin().getConfiguration(), lists);
    }

    /** Closes what was killed beside everything else. */
    void bury(Runnable close) {
        burials.execute(close);
    }

    /** How many runs of apps have begun and not ended, in all namespaces. */
    long running() {
        return apps.getIndexer().list().stream().map(KeptnAppVersion::getStatus).filter(s -> s != null && !s.transitions.isEmpty() && s.endTime == null).count();
    }

    /** Every version there is in all namespaces, with what was last written to it: it changes with every step of a flow. */
    Set<String> steps() {
        return Stream.concat(apps.getIndexer().list().stream(), workloads.getIndexer().list().stream()).map(HasMetadata::getMetadata)
                .map(m -> m.getUid() + " " + m.getResourceVersion()).collect(Collectors.toSet());
    }

    List<KeptnAppVersion> appVersions(String namespace) {
        return in(apps, namespace);
    }

    List<KeptnWorkloadVersion> workloadVersions(String namespace) {
        return in(workloads, namespace);
    }

    private static <T extends HasMetadata> List<T> in(SharedIndexInformer<T> informer, String namespace) {
        return informer.getIndexer().byIndex("namespace", namespace);
    }

    /** All Jobs that there ever were in a namespace: uid to name. */
    Map<String, String> jobs(String namespace) {
        return jobs.getOrDefault(namespace, Map.of());
    }

    void forget(String namespace) {
        jobs.remove(namespace);
    }

    /** Ends all it watches with; the control plane stays the caller's. */
    @Override
    public void close() {
        List.of(apps, workloads, census).forEach(SharedIndexInformer::stop);
        burials.shutdown();
        vertx.close();
    }

    /** The watch tells every creation, so a Job that is deleted soon counts too. */
    private final class JobCensus implements ResourceEventHandler<Job> {

        @Override
        public void onAdd(Job job) {
            jobs.computeIfAbsent(job.getMetadata().getNamespace(), n -> new ConcurrentSkipListMap<>()).put(job.getMetadata().getUid(), job.getMetadata().getName());
        }

        @Override
        public void onUpdate(Job before, Job job) {
            onAdd(job);
        }

        @Override
        public void onDelete(Job job, boolean unknown) {
            onAdd(job);
        }
    }
}
