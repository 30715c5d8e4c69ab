package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits, without asking again and again, for a kind that the cluster may not have: calls back once when its CustomResourceDefinition is there. */
final class InstallationWatch implements AutoCloseable {

    private final SharedIndexInformer<CustomResourceDefinition> informer;

    InstallationWatch(KubernetesClient client, Class<? extends HasMetadata> type, Runnable onInstalled) {
        String name = HasMetadata.getPlural(type) + "." + HasMetadata.getGroup(type);
        informer = client.apiextensions().v1().customResourceDefinitions().withField("metadata.name", name).runnableInformer(0);
        informer.exceptionHandler((started, failure) -> true);
        informer.addEventHandler(new Installed(onInstalled));
    }

    void start() {
        informer.start();
    }

    @Override
    public void close() {
        informer.stop();
    }

    /** A definition that was just created is served a moment later, when its condition Established is true. */
    private static final class Installed implements ResourceEventHandler<CustomResourceDefinition> {

        private final Runnable onInstalled;
        private final AtomicBoolean told = new AtomicBoolean();

        private Installed(Runnable onInstalled) {
            this.onInstalled = onInstalled;
        }

        @Override
        public void onAdd(CustomResourceDefinition definition) {
            boolean served = definition.getStatus() != null && definition.getStatus().getConditions().stream()
                    .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
            if (served && told.compareAndSet(false, true)) {
                onInstalled.run();
            }
        }

        @Override
        public void onUpdate(CustomResourceDefinition before, CustomResourceDefinition definition) {
            onAdd(definition);
        }

        @Override
        public void onDelete(CustomResourceDefinition definition, boolean finalStateUnknown) {
            // The cache of the kind notices by itself; once started it tries again for ever.
        }
    }
}
