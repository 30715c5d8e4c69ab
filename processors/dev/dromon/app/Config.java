package dev.dromon.app;

import dev.dromon.act.TaskImages;
import dev.dromon.admission.Admission;
import dev.dromon.event.Naming;
import dev.dromon.kube.LeaderGate;
import dev.dromon.kube.Times;
import dev.dromon.model.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings of the process, checked once at start. Keys, units and defaults: docs/reference/settings.md.
 *
 * @param namespace      Dromon's own namespace: its KeptnConfig counts, its definitions are the fallback
 * @param watchNamespace the only namespace to look after; empty for all
 * @param naming         how the ends of phases are called
 * @param settings       defaults of what a KeptnConfig can change, and what it cannot
 * @param images         images of deno and python tasks
 * @param identity       name of this replica in events and leases
 * @param leader         terms of the lease; empty when this is the only replica
 * @param historyLimit   finished versions kept per app and per workload
 * @param eventsKeep     how long a finished version is kept besides while a sink has not got its events
 * @param cluster        name of the cluster in the source of CloudEvents
 * @param httpPort       port of the HTTP server; empty for none
 * @param admission      how the admission webhook is served; empty when there is none
 * @param metrics        how metrics are fetched; empty when somebody else does that
 * @param camelRoutes    directory of the operator's Camel routes; empty for none
 * @param localCalls     whether HTTP tasks may call loopback, link-local and cloud metadata addresses
 */
public record Config(String namespace, Optional<String> watchNamespace, Naming naming, Settings settings, TaskImages images, String identity, Optional<LeaderGate.Terms> leader,
        int historyLimit, Duration eventsKeep, String cluster, Optional<Integer> httpPort, Optional<Admission.Terms> admission, Optional<Metrics> metrics, Optional<Path> camelRoutes, boolean localCalls) {

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration SHORTEST_CERTIFICATE = Duration.ofMinutes(1);
    private static final String PREFIX = "dromon.";
    private static final String LOGGING = "dromon.log.";
    private static final String ENDPOINTS = "dromon.endpoint.";
    private static final Set<String> KEYS = Set.of("dromon.namespace", "dromon.watch.namespace", "dromon.events.naming", "dromon.promotion.enabled", "dromon.discovery.quiet-period",
            "dromon.task.deno-image", "dromon.task.python-image", "dromon.task.http.allow-local-addresses", "dromon.camel.routes", "dromon.identity", "dromon.workers", "dromon.history.limit", "dromon.events.keep",
            "dromon.cluster.name", "dromon.http.port", "dromon.admission.port", "dromon.admission.certificate-directory", "dromon.admission.certificate-lifetime", "dromon.metrics.fetch", "dromon.metrics.allow-local-addresses", "dromon.leader.enabled", "dromon.leader.lease-name",
            "dromon.leader.lease-duration", "dromon.leader.renew-deadline", "dromon.leader.retry-period");

    /** How metrics are fetched: whether addresses of this machine and link, and of cloud metadata, may be called. */
    public record Metrics(boolean allowLocal) {
    }

    /** A setting that cannot be used; the message names the key, what was found and what is allowed. */
    public static final class InvalidSettingException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        InvalidSettingException(String message) {
            super(message);
        }
    }

    /** Reads the settings; the first one that cannot be used is refused with one sentence. */
    public static Config of(Properties properties) {
        refuseUnknown(properties);
        String identity = text(properties, "dromon.identity");
        integer(properties, "dromon.workers");
        Settings settings = new Settings(true, bool(properties, "dromon.promotion.enabled"), Settings.DEFAULT.observabilityTimeout(), Settings.DEFAULT.discoveryTimeout(),
                duration(properties, "dromon.discovery.quiet-period"));
        return new Config(text(properties, "dromon.namespace"), Optional.of(properties.getProperty("dromon.watch.namespace", "")).filter(n -> !n.isBlank()), naming(properties), settings,
                new TaskImages(text(properties, "dromon.task.deno-image"), text(properties, "dromon.task.python-image")), identity,
                bool(properties, "dromon.leader.enabled") ? Optional.of(terms(properties, identity)) : Optional.empty(), integer(properties, "dromon.history.limit"),
                duration(properties, "dromon.events.keep"), cluster(properties), port(properties, "dromon.http.port"), admission(properties), metrics(properties),
                Optional.of(properties.getProperty("dromon.camel.routes", "").trim()).filter(d -> !d.isEmpty()).map(Path::of), bool(properties, "dromon.task.http.allow-local-addresses"));
    }

    private static Optional<Metrics> metrics(Properties properties) {
        Metrics metrics = new Metrics(bool(properties, "dromon.metrics.allow-local-addresses"));
        return bool(properties, "dromon.metrics.fetch") ? Optional.of(metrics) : Optional.empty();
    }

    private static LeaderGate.Terms terms(Properties properties, String identity) {
        Duration lease = duration(properties, "dromon.leader.lease-duration");
        Duration renew = duration(properties, "dromon.leader.renew-deadline");
        Duration retry = duration(properties, "dromon.leader.retry-period");
        if (lease.compareTo(renew) <= 0 || renew.compareTo(retry) <= 0) {
            throw new InvalidSettingException("expected dromon.leader.lease-duration > renew-deadline > retry-period, found " + lease.toMillis() + " ms, " + renew.toMillis() + " ms and "
                    + retry.toMillis() + " ms; for example 15s, 10s and 2s");
        }
        try {
            return new LeaderGate.Terms(text(properties, "dromon.namespace"), text(properties, "dromon.leader.lease-name"), identity, lease, renew, retry);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(e.getMessage());
        }
    }

    private static void refuseUnknown(Properties properties) {
        Set<String> unknown = properties.stringPropertyNames().stream().filter(k -> k.startsWith(PREFIX) && !k.startsWith(ENDPOINTS) && !k.startsWith(LOGGING) && !KEYS.contains(k))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unknown.isEmpty()) {
            throw new InvalidSettingException("expected only known settings, found " + unknown + "; the known ones are " + new TreeSet<>(KEYS));
        }
    }

    private static String text(Properties properties, String key) {
        String value = properties.getProperty(key, "").trim();
        return value.isEmpty() ? refuse(key, value, "a text") : value;
    }

    private static boolean bool(Properties properties, String key) {
        String value = text(properties, key);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> refuse(key, value, "true or false");
        };
    }

    private static int integer(Properties properties, String key) {
        String value = text(properties, key);
        return value.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(value) : refuse(key, value, "a whole number from 1 to 999");
    }

    private static Optional<Admission.Terms> admission(Properties properties) {
        Duration lifetime = duration(properties, "dromon.admission.certificate-lifetime");
        if (lifetime.compareTo(SHORTEST_CERTIFICATE) < 0) {
            refuse("dromon.admission.certificate-lifetime", text(properties, "dromon.admission.certificate-lifetime"), "at least 1m");
        }
        Optional<Path> directory = Optional.of(properties.getProperty("dromon.admission.certificate-directory", "").trim()).filter(d -> !d.isEmpty()).map(Path::of);
        directory.filter(d -> !Files.isDirectory(d)).ifPresent(d -> refuse("dromon.admission.certificate-directory", d.toString(), "a directory, or nothing"));
        return port(properties, "dromon.admission.port").map(port -> new Admission.Terms(port, directory, lifetime));
    }

    private static Optional<Integer> port(Properties properties, String key) {
        String value = properties.getProperty(key, "").trim();
        if (!value.isEmpty() && (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > HIGHEST_PORT)) {
            refuse(key, value, "a port from 1 to " + HIGHEST_PORT + ", or nothing");
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(value));
    }

    private static Duration duration(Properties properties, String key) {
        String value = text(properties, key);
        return Times.duration(value).filter(d -> !d.isNegative()).orElseGet(() -> refuse(key, value, "a duration with a unit, for example 500ms, 3s or 1m30s"));
    }

    private static String cluster(Properties properties) {
        String value = text(properties, "dromon.cluster.name");
        return value.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?") ? value
                : refuse("dromon.cluster.name", value, "1 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends");
    }

    private static Naming naming(Properties properties) {
        String value = text(properties, "dromon.events.naming");
        return Arrays.stream(Naming.values()).filter(n -> n.name().toLowerCase(Locale.ROOT).equals(value)).findFirst()
                .orElseGet(() -> refuse("dromon.events.naming", value, "flow or keptn"));
    }

    private static <T> T refuse(String key, String found, String expected) {
        throw new InvalidSettingException("expected " + expected + " for setting " + key + ", found '" + found + "'; correct it in the file, the environment or the command line");
    }

    /**
     * Lets environment variables overrule the file: {@code dromon.events.naming} is {@code DROMON_EVENTS_NAMING}. A replica that is given no identity takes the name of
     * its host, which is the pod's in a cluster. Returns a new set.
     */
    static Properties overlaid(Properties file, Map<String, String> environment, Properties system) {
        Properties merged = new Properties();
        merged.putAll(file);
        Optional.ofNullable(environment.get("HOSTNAME")).filter(name -> !name.isBlank()).ifPresent(name -> merged.setProperty("dromon.identity", name));
        KEYS.forEach(key -> Optional.ofNullable(system.getProperty(key)).or(() -> Optional.ofNullable(environment.get(variable(key))))
                .ifPresent(value -> merged.setProperty(key, value)));
        system.stringPropertyNames().stream().filter(k -> k.startsWith(PREFIX)).forEach(k -> merged.setProperty(k, system.getProperty(k)));
        return merged;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Variables that look like settings but are none; Kubernetes makes such for a Service named dromon, so they are told, not refused. */
    static List<String> unknownVariables(Map<String, String> environment) {
        return environment.keySet().stream().filter(v -> v.startsWith("DROMON_") && KEYS.stream().map(Config::variable).noneMatch(v::equals)).sorted().toList();
    }
}
