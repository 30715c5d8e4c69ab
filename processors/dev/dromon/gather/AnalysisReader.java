package dev.dromon.gather;

import dev.dromon.analysis.Objective;
import dev.dromon.analysis.ObjectiveObservation;
import dev.dromon.analysis.QueryTemplate;
import dev.dromon.analysis.ValueQuestion;
import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisDefinition;
import dev.dromon.api.AnalysisReference;
import dev.dromon.api.AnalysisValueTemplate;
import dev.dromon.api.KeptnMetricsProvider;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.model.Blocker;
import java.util.Optional;

/** Finds what the questions of an Analysis are made of. Never throws. Rule: docs/reference/analysis.md, where things are looked for. */
final class AnalysisReader {

    private final KindCache<AnalysisDefinition> definitions;
    private final KindCache<AnalysisValueTemplate> templates;
    private final KindCache<KeptnMetricsProvider> providers;
    private final String fallback;

    /** Looks into the given caches, with Dromon's namespace as the second place of definitions. */
    AnalysisReader(KubeCaches caches, String ownNamespace) {
        this.definitions = caches.of(AnalysisDefinition.class);
        this.templates = caches.of(AnalysisValueTemplate.class);
        this.providers = caches.of(KeptnMetricsProvider.class);
        this.fallback = ownNamespace;
    }

    /** The definition of an Analysis; empty when there is none. */
    Optional<AnalysisDefinition> definition(Analysis analysis) {
        AnalysisReference reference = analysis.getSpec().analysisDefinition;
        return named(reference).map(namespace -> definitions.get(namespace, reference.name))
                .orElseGet(() -> definitions.get(analysis.getMetadata().getNamespace(), reference.name).or(() -> definitions.get(fallback, reference.name)));
    }

    /** That there is none. */
    Blocker noDefinition(Analysis analysis) {
        AnalysisReference reference = analysis.getSpec().analysisDefinition;
        String places = named(reference).map(namespace -> "does not exist in namespace " + namespace)
                .orElse("exists neither in namespace " + analysis.getMetadata().getNamespace() + " nor in " + fallback);
        return Blocker.stuck("DefinitionNotFound", "AnalysisDefinition " + reference.name + " " + places + "; create it or correct spec.analysisDefinition");
    }

    /** What is asked for an objective of a definition, or why nothing can be. */
    ObjectiveObservation objective(Analysis analysis, AnalysisDefinition definition, Objective objective) {
        String namespace = objective.template().namespace().orElse(definition.getMetadata().getNamespace());
        String name = objective.template().name();
        Optional<AnalysisValueTemplate> template = templates.get(namespace, name);
        if (template.isEmpty()) {
            return blocked(objective, Blocker.stuck("TemplateNotFound", "AnalysisValueTemplate " + name + " does not exist in namespace " + namespace
                    + "; create it or correct AnalysisDefinition " + definition.getMetadata().getName()));
        }
        QueryTemplate.Rendered rendered = QueryTemplate.render(name, template.get().getSpec().query, analysis.getSpec().args);
        if (rendered.blocker().isPresent()) {
            return blocked(objective, rendered.blocker().get());
        }
        return provider(definition, template.get()).map(p -> new ObjectiveObservation(objective, Optional.of(question(p, template.get(), rendered.query().orElseThrow())), Optional.empty()))
                .orElseGet(() -> blocked(objective, noProvider(definition, template.get())));
    }

    private static ObjectiveObservation blocked(Objective objective, Blocker by) {
        return new ObjectiveObservation(objective, Optional.empty(), Optional.of(by));
    }

    private static ValueQuestion question(KeptnMetricsProvider provider, AnalysisValueTemplate template, String query) {
        return new ValueQuestion(Keys.key(provider), ValueQuestion.version(provider.getMetadata().getUid(), provider.getMetadata().getGeneration()), query,
                Optional.ofNullable(template.getSpec().jsonPath).filter(path -> !path.isBlank()));
    }

    private Optional<KeptnMetricsProvider> provider(AnalysisDefinition definition, AnalysisValueTemplate template) {
        AnalysisReference reference = template.getSpec().provider;
        return named(reference).map(namespace -> providers.get(namespace, reference.name))
                .orElseGet(() -> providers.get(template.getMetadata().getNamespace(), reference.name).or(() -> providers.get(definition.getMetadata().getNamespace(), reference.name)));
    }

    private static Blocker noProvider(AnalysisDefinition definition, AnalysisValueTemplate template) {
        AnalysisReference reference = template.getSpec().provider;
        String places = named(reference).map(namespace -> "does not exist in namespace " + namespace)
                .orElse("exists neither in namespace " + template.getMetadata().getNamespace() + " nor in " + definition.getMetadata().getNamespace());
        return Blocker.stuck("ProviderNotFound", "KeptnMetricsProvider " + reference.name + " " + places + "; create it or correct spec.provider of AnalysisValueTemplate "
                + template.getMetadata().getName());
    }

    private static Optional<String> named(AnalysisReference reference) {
        return Optional.ofNullable(reference.namespace).filter(namespace -> !namespace.isEmpty());
    }
}
