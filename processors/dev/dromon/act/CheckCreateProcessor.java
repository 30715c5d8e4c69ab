package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.gather.CheckReader;
import dev.dromon.gather.VersionRun;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link Action} to the {@link CheckObservation} after it: creates the KeptnTask or KeptnEvaluation, or makes sure that it is gone, and looks at it. What the API server refuses becomes the
 * check's problem; what it does not answer fails the branch.
 */
public final class CheckCreateProcessor implements Processor {

    /** Reason of the blocker when the API server refuses to create a check. */
    static final String REFUSED = "CreateRefused";

    private final BiFunction<HasMetadata, CheckObservation, Optional<? extends HasMetadata>> factory;
    private final ClusterWriter writer;
    private final CheckReader reader;

    /** Makes checks by the factory, which is empty when the definition vanished meanwhile. */
    public CheckCreateProcessor(BiFunction<HasMetadata, CheckObservation, Optional<? extends HasMetadata>> factory, ClusterWriter writer, CheckReader reader) {
        this.factory = factory;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) {
        HasMetadata version = exchange.getProperty(FlowProperties.RUN, VersionRun.class).version();
        Action action = exchange.getMessage().getBody(Action.class);
        exchange.getMessage().setBody(action.kind() == Action.Kind.CONFIRM_TASK ? confirm(version, action.check()) : act(version, action.check()));
    }

    /** A cache may not have seen a task yet that is there; one that is gone may have done its work. */
    private CheckObservation confirm(HasMetadata version, CheckObservation check) {
        if (writer.reread(KeptnTask.class, version.getMetadata().getNamespace(), check.name()).isPresent()) {
            return reader.look(version, check);
        }
        CheckObservation.Child gone = new CheckObservation.Child(State.FAILED, Optional.empty(), Optional.empty(),
                "KeptnTask " + check.name() + " was deleted before its outcome was seen, and is not run a second time");
        return check.with(Optional.of(gone), Optional.empty());
    }

    private CheckObservation act(HasMetadata version, CheckObservation check) {
        try {
            factory.apply(version, check).ifPresent(writer::create);
            return reader.look(version, check);
        } catch (KubernetesClientException e) {
            if (!ClusterWriter.refused(e)) {
                throw e;
            }
            Blocker refused = Blocker.stuck(REFUSED, "the API server refused to create " + check.name() + " in namespace " + version.getMetadata().getNamespace() + ": "
                    + ApiFailure.reason(e) + "; it is tried again");
            return check.with(Optional.empty(), Optional.of(refused));
        }
    }
}
