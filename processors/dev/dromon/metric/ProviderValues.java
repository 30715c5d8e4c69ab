package dev.dromon.metric;

import dev.dromon.act.AnalysisValues;
import dev.dromon.analysis.Timeframe;
import dev.dromon.analysis.ValueAnswer;
import dev.dromon.analysis.ValueQuestion;
import dev.dromon.metric.MetricsProviders.Served;
import dev.dromon.provider.MetricQuery;
import dev.dromon.provider.Step;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Values of analyses, from the providers that are served: one value of the whole time range, as the type of the provider makes it. Thread-safe. */
public final class ProviderValues implements AnalysisValues {

    private final MetricsProviders providers;

    /** Asks these providers. */
    public ProviderValues(MetricsProviders providers) {
        this.providers = providers;
    }

    @Override
    public boolean ready(ValueQuestion question) {
        return providers.served(question.provider()).filter(s -> version(s).equals(question.version()) && s.secrets().filter(secrets -> secrets.starting()).isEmpty()).isPresent();
    }

    private static String version(Served served) {
        return ValueQuestion.version(served.provider().getMetadata().getUid(), served.provider().getMetadata().getGeneration());
    }

    @Override
    public CompletionStage<ValueAnswer> ask(ValueQuestion question, Timeframe timeframe) {
        Optional<Served> served = providers.served(question.provider());
        Future<Step> end = served.map(s -> end(s, question, timeframe)).orElseGet(() -> Future.succeededFuture());
        return end.map(step -> step instanceof Step.Found found ? ValueAnswer.of(found.value().text())
                : ValueAnswer.none(step instanceof Step.Failed failed ? failed.message() : "KeptnMetricsProvider " + question.provider() + " has gone")).toCompletionStage();
    }

    private static Future<Step> end(Served provider, ValueQuestion question, Timeframe timeframe) {
        MetricQuery.Range range = new MetricQuery.Range(Duration.between(timeframe.from(), timeframe.to()), Optional.empty());
        Step first = MetricQueries.first(provider, new MetricQuery(question.query(), Optional.of(range), question.jsonPath(), timeframe.to()));
        return first instanceof Step.Ask ? provider.client().run(first, MetricQueries.timeout(provider)) : Future.succeededFuture(first);
    }
}
