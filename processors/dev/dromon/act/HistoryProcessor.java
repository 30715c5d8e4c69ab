package dev.dromon.act;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.discovery.History;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnApp or KeptnWorkload: deletes its oldest finished versions, with the tasks, evaluations and Jobs that they own. The body stays. */
public final class HistoryProcessor implements Processor {

    private final ClusterWriter writer;
    private final int limit;
    private final String sink;
    private final Function<HasMetadata, List<? extends HasMetadata>> versions;

    /** Keeps the newest {@code limit} of the versions that the function gives for the body, and those whose events the sink has not accepted. */
    public HistoryProcessor(ClusterWriter writer, int limit, String sink, Function<HasMetadata, List<? extends HasMetadata>> versions) {
        this.writer = writer;
        this.limit = limit;
        this.sink = sink;
        this.versions = versions;
    }

    @Override
    public void process(Exchange exchange) {
        List<? extends HasMetadata> all = versions.apply(exchange.getMessage().getBody(HasMetadata.class));
        List<String> expired = History.expired(all.stream().map(this::entry).toList(), limit);
        all.stream().filter(v -> expired.contains(v.getMetadata().getName())).forEach(writer::delete);
    }

    private History.Entry entry(HasMetadata version) {
        RunStatus run = OutboxReader.run(version);
        boolean told = OutboxReader.recorded(version).getOrDefault(sink, 0) >= run.transitions().size();
        long order = version instanceof KeptnAppVersion app ? Versions.generation(app) : Versions.sequence((KeptnWorkloadVersion) version);
        return new History.Entry(version.getMetadata().getName(), order, run.ended(), run.state() != State.SUCCEEDED, told);
    }
}
