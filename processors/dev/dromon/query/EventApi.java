package dev.dromon.query;

import dev.dromon.event.Naming;
import dev.dromon.gather.FlowReader;
import dev.dromon.http.Responder;
import dev.dromon.kube.ChangeBell;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;

/** The events of all versions in the caches, for those who ask. Rule: docs/reference/events-api.md. */
public final class EventApi {

    private static final int ID_BITS = 64;
    private static final int HEX = 16;

    private final Responder pages;
    private final Responder streams;

    /**
     * Where events come from.
     *
     * @param naming  how reasons are called
     * @param watched the only namespace that is looked after; empty for all
     */
    public record Source(KubeCaches caches, FlowReader flows, Naming naming, Optional<String> watched) {
    }

    /** Reads the source, and asks with the client's rights who may. */
    public EventApi(Source source, KubernetesClient client) {
        CachedVersions versions = new CachedVersions(source.caches());
        ChangeBell bell = new ChangeBell();
        EventLog log = new EventLog(versions, new BigInteger(ID_BITS, new SecureRandom()).setBit(ID_BITS).toString(HEX), bell);
        EventReader reader = new EventReader(log, versions, source.flows()::of, source.naming());
        EventAccess access = new EventAccess(new AccessReviewer(client, AccessReviewer.Right.EVENTS, System::nanoTime), source.watched());
        versions.listen(bell::ring);
        this.pages = new EventsResponder(access, log, reader);
        this.streams = new EventStreamResponder(access, log, new EventStream.Source(reader, bell));
    }

    /** Answers with a page of events. */
    public Responder pages() {
        return pages;
    }

    /** Answers with a stream of events. */
    public Responder streams() {
        return streams;
    }
}
