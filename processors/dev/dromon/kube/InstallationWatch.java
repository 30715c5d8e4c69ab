package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, without asking again and again, for a kind that the cluster may not have. Calls back once when its CustomResourceDefinition is there, also when this replica
 * may not look at definitions: then the kind itself has to be asked. Calls back when a list of definitions has shown that it is not there.
 */
final class InstallationWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InstallationWatch.class);
    private static final Set<Integer> REFUSALS = Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

    private final SharedIndexInformer<CustomResourceDefinition> informer;
    private final String definition;
    private final Runnable onInstalled;
    private final Runnable onMissing;
    private final AtomicBoolean told = new AtomicBoolean();

    InstallationWatch(KubernetesClient client, Class<? extends HasMetadata> type, Runnable onInstalled, Runnable onMissing) {
        this.definition = HasMetadata.getPlural(type) + "." + HasMetadata.getGroup(type);
        this.onInstalled = onInstalled;
        this.onMissing = onMissing;
        informer = client.apiextensions().v1().customResourceDefinitions().withField("metadata.name", definition).runnableInformer(0);
        informer.exceptionHandler((started, failure) -> retry(failure));
        informer.addEventHandler(new Events());
    }

    void start() {
        informer.start();
    }

    private boolean retry(Throwable failure) {
        boolean refused = ApiFailure.in(failure).map(KubernetesClientException::getCode).filter(REFUSALS::contains).isPresent();
        if (refused && tell()) {
            LOG.info("may not look whether the kind is installed, asking for its objects instead definition={} reason=\"{}\"", definition, ApiFailure.reason(failure));
        }
        return true;
    }

    /** A definition that was just created is served a moment later, when its condition Established is true. */
    private void look(CustomResourceDefinition found) {
        boolean served = found.getStatus() != null && found.getStatus().getConditions() != null && found.getStatus().getConditions().stream()
            .anyMatch(condition -> "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
        if (served) {
            tell();
        }
    }

    private boolean tell() {
        boolean first = told.compareAndSet(false, true);
        if (first) {
            onInstalled.run();
        }
        return first;
    }

    private void listed() {
        if (!told.get()) {
            onMissing.run();
        }
    }

    @Override
    public void close() {
        informer.stop();
    }

    private final class Events implements ResourceEventHandler<CustomResourceDefinition> {

        @Override
        public void onAdd(CustomResourceDefinition found) {
            look(found);
        }

        @Override
        public void onUpdate(CustomResourceDefinition before, CustomResourceDefinition found) {
            look(found);
        }

        @Override
        public void onDelete(CustomResourceDefinition last, boolean finalStateUnknown) {
            LOG.debug("the kind is no longer installed definition={}", definition);
        }

        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            listed();
        }
    }
}
