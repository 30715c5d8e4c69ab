package dev.dromon.query;

import dev.dromon.api.Analysis;
import dev.dromon.api.KeptnMetric;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.http.Responder;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers with what all objects of a kind say in numbers, or those of one namespace, in Prometheus' text format, from the cache. Rules: docs/reference/metrics-providers.md, scraping the
 * values; docs/reference/analysis.md, scraping the results.
 */
public final class GaugesResponder<T extends HasMetadata> implements Responder {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String NAMESPACE = "namespace";

    private final EventAccess access;
    private final KindCache<T> cache;
    private final Function<List<T>, String> page;

    GaugesResponder(EventAccess access, KindCache<T> cache, Function<List<T>, String> page) {
        this.access = access;
        this.cache = cache;
        this.page = page;
    }

    /** Values of KeptnMetrics. Reads the caches, and asks with the client's rights who may. Watched is the only namespace that is looked after; empty for all. */
    public static GaugesResponder<KeptnMetric> metrics(KubeCaches caches, KubernetesClient client, Optional<String> watched) {
        return new GaugesResponder<>(new EventAccess(new AccessReviewer(client, AccessReviewer.Right.ALL_METRICS, System::nanoTime), watched), caches.of(KeptnMetric.class), MetricGauges::page);
    }

    /** The same of results of Analyses. */
    public static GaugesResponder<Analysis> analyses(KubeCaches caches, KubernetesClient client, Optional<String> watched) {
        return new GaugesResponder<>(new EventAccess(new AccessReviewer(client, AccessReviewer.Right.ALL_ANALYSES, System::nanoTime), watched), caches.of(Analysis.class), AnalysisGauges::page);
    }

    @Override
    public Reply reply(Request request) throws InterruptedException {
        Optional<Reply> nobody = access.withoutToken(request);
        if (nobody.isPresent()) {
            return nobody.get();
        }
        List<String> namespaces = request.query().getOrDefault(NAMESPACE, List.of());
        if (namespaces.size() > 1) {
            return Reply.problem(400, "Bad Request", "expected parameter namespace at most once, found it " + namespaces.size() + " times");
        }
        Optional<String> namespace = namespaces.stream().findFirst();
        Optional<Reply> refusal = access.refusal(request.bearer().orElseThrow(), namespace);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!cache.synced()) {
            return EventAccess.unavailable("not all objects have been read yet");
        }
        List<T> told = cache.list().stream().filter(o -> namespace.filter(n -> !n.equals(o.getMetadata().getNamespace())).isEmpty())
                .sorted(Comparator.comparing((T o) -> o.getMetadata().getNamespace()).thenComparing(o -> o.getMetadata().getName())).toList();
        return new Reply(200, TYPE, Map.of("Cache-Control", "no-store"), page.apply(told).getBytes(StandardCharsets.UTF_8));
    }
}
