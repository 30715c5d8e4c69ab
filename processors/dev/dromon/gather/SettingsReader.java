package dev.dromon.gather;

import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnConfigSpec;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import dev.dromon.model.Settings;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** The settings in force: those of the process, overlaid by the KeptnConfig in Dromon's own namespace. One anywhere else does not count; deleting it restores the defaults. Never throws. */
public final class SettingsReader {

    /** Where a collector takes spans. */
    private static final String SPANS = "/v1/traces";

    private final KindCache<KeptnConfig> configs;
    private final String namespace;
    private final Settings defaults;

    /** Settings of the process as defaults. */
    public SettingsReader(KubeCaches caches, String namespace, Settings defaults) {
        this.configs = caches.of(KeptnConfig.class);
        this.namespace = namespace;
        this.defaults = defaults;
    }

    /** The settings at this moment; with several KeptnConfigs the first by name counts. */
    public Settings current() {
        return spec().map(this::overlaid).orElse(defaults);
    }

    /** The address that CloudEvents are to be posted to; empty when there is none. */
    public Optional<String> cloudEventsEndpoint() {
        return spec().map(s -> s.cloudEventsEndpoint).filter(url -> !url.isEmpty());
    }

    /**
     * Address that spans are posted to; empty without one. {@code host:port} is a collector's usual address; the port of OTLP over gRPC stands for that of OTLP over HTTP, which
     * the same collectors take. Rule: OpenTelemetry Protocol, OTLP/HTTP request.
     */
    public Optional<String> spans() {
        return spec().map(s -> s.otelCollectorUrl).filter(url -> !url.isEmpty()).map(SettingsReader::collector);
    }

    private static String collector(String given) {
        if (given.contains("://")) {
            boolean path = given.indexOf('/', given.indexOf("://") + "://".length()) >= 0;
            return path ? given : given + SPANS;
        }
        String host = given.replaceFirst(":(4317)?$", "");
        return "http://" + (host.contains(":") ? host : host + ":4318") + SPANS;
    }

    private Optional<KeptnConfigSpec> spec() {
        return configs.list().stream().filter(c -> namespace.equals(c.getMetadata().getNamespace())).min(Comparator.comparing(c -> c.getMetadata().getName()))
                .map(KeptnConfig::getSpec);
    }

    private Settings overlaid(KeptnConfigSpec spec) {
        boolean block = spec.blockDeployment == null ? defaults.blockDeployment() : spec.blockDeployment;
        Duration observability = Times.duration(spec.observabilityTimeout).orElse(defaults.observabilityTimeout());
        Duration discovery = spec.keptnAppCreationRequestTimeoutSeconds == null ? defaults.discoveryTimeout() : Duration.ofSeconds(spec.keptnAppCreationRequestTimeoutSeconds);
        return new Settings(block, defaults.promotion(), observability, discovery, defaults.discoveryQuiet());
    }

    /** Whether a KeptnConfig is the one that counts. */
    boolean counts(KeptnConfig config) {
        return namespace.equals(config.getMetadata().getNamespace());
    }

    /** Dromon's own namespace. */
    public String namespace() {
        return namespace;
    }
}
