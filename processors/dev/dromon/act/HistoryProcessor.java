package dev.dromon.act;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.discovery.History;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnApp or KeptnWorkload: deletes its oldest finished versions, with the tasks, evaluations and Jobs that they own. The body stays. */
public final class HistoryProcessor implements Processor {

    private final ClusterWriter writer;
    private final Terms terms;
    private final InstantSource clock;
    private final Function<HasMetadata, List<? extends HasMetadata>> versions;

    /**
     * What is kept.
     *
     * @param limit   how many of the newest finished versions
     * @param keep    how long after its end a version is kept besides while a sink has not got all of its events
     * @param untold  knows which sinks have not got all events of a version
     * @param lost    is told which sink never gets how many events, before a version is deleted
     */
    public record Terms(int limit, Duration keep, UntoldEvents untold, Lost lost) {
    }

    /** Learns of events that are never delivered. */
    public interface Lost {
        void lost(HasMetadata version, UntoldEvents.Missing missing);
    }

    /** Looks at the versions that the function gives for the body. */
    public HistoryProcessor(ClusterWriter writer, Terms terms, InstantSource clock, Function<HasMetadata, List<? extends HasMetadata>> versions) {
        this.writer = writer;
        this.terms = terms;
        this.clock = clock;
        this.versions = versions;
    }

    @Override
    public void process(Exchange exchange) {
        Instant oldest = clock.instant().minus(terms.keep());
        List<Seen> all = versions.apply(exchange.getMessage().getBody(HasMetadata.class)).stream().map(this::seen).toList();
        List<String> expired = History.expired(all.stream().map(s -> s.entry(s.missing().stream().noneMatch(UntoldEvents.Missing::keep) || s.endedBefore(oldest))).toList(), terms.limit());
        all.stream().filter(s -> expired.contains(s.name())).forEach(this::delete);
        List<String> later = new ArrayList<>(History.expired(all.stream().map(s -> s.entry(true)).toList(), terms.limit()));
        later.removeAll(expired);
        all.stream().filter(s -> later.contains(s.name())).flatMap(s -> s.run().end().stream()).min(Comparator.naturalOrder())
                .ifPresent(end -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, Duration.between(oldest, end).plusMillis(1)));
    }

    private Seen seen(HasMetadata version) {
        RunStatus run = Outbox.run(version);
        return new Seen(version, run, run.ended() ? terms.untold().of(version, run) : List.of());
    }

    private void delete(Seen seen) {
        writer.delete(seen.version());
        seen.missing().forEach(m -> terms.lost().lost(seen.version(), m));
    }

    private record Seen(HasMetadata version, RunStatus run, List<UntoldEvents.Missing> missing) {

        String name() {
            return version.getMetadata().getName();
        }

        boolean endedBefore(Instant time) {
            return run.end().filter(end -> end.isBefore(time)).isPresent();
        }

        History.Entry entry(boolean told) {
            long order = version instanceof KeptnAppVersion app ? Versions.generation(app) : Versions.sequence((KeptnWorkloadVersion) version);
            return new History.Entry(name(), order, run.ended(), run.state() != State.SUCCEEDED, told);
        }
    }
}
