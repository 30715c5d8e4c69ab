package dev.dromon.fault;

import static org.awaitility.Awaitility.await;

import dev.dromon.bench.RuntimeProcess;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A replica of the runtime as users have it: a process with the rights of its ServiceAccount, for all namespaces, with leader election. What it says is in {@code target}. */
final class Replica implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Stage stage;
    private final String identity;
    private final RuntimeProcess process;
    private final Thread orphan;
    private ZonedDateTime started;

    /** One that does not run yet. The identity is the pod's name in a cluster: a container that is restarted keeps it. Further settings are {@code key=value}. */
    Replica(Stage stage, String identity, String... settings) {
        this(stage, identity, URI.create(stage.plane().runtimeConfig().getMasterUrl()), settings);
    }

    private Replica(Stage stage, String identity, URI server, String... settings) {
        this.stage = stage;
        this.identity = identity;
        this.process = new RuntimeProcess(command(identity, settings), kubeconfig(stage, identity, server), log(identity));
        this.orphan = new Thread(process::close);
    }

    /** The same, which reaches the API server at another address. */
    static Replica through(Stage stage, String identity, URI server) {
        return new Replica(stage, identity, server);
    }

    private static Path log(String identity) {
        Path log = Path.of("target", "replica-" + identity + ".log");
        try {
            Files.deleteIfExists(log);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String command(String identity, String... settings) {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(p -> !p.contains("test-classes")).collect(Collectors.joining(File.pathSeparator));
        return String.join(" ", List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                "-Ddromon.leader.enabled=true", "-Ddromon.http.port=", "-Ddromon.identity=" + identity,
                Arrays.stream(settings).map(setting -> "-D" + setting).collect(Collectors.joining(" ")), "-cp", "'" + path + "'", "dev.dromon.app.Main"));
    }

    private static Path kubeconfig(Stage stage, String identity, URI server) {
        Config rights = stage.plane().runtimeConfig();
        try {
            Map<String, Object> cluster = Map.of("server", server.toString(), "certificate-authority-data", authority(rights));
            Map<String, Object> config = Map.of("apiVersion", "v1", "kind", "Config", "current-context", "runtime",
                    "clusters", List.of(Map.of("name", "runtime", "cluster", cluster)),
                    "users", List.of(Map.of("name", "runtime", "user", Map.of("token", rights.getOauthToken()))),
                    "contexts", List.of(Map.of("name", "runtime", "context", Map.of("cluster", "runtime", "user", "runtime"))));
            Path file = Files.createTempFile("dromon-" + identity + ".", ".kubeconfig");
            file.toFile().deleteOnExit();
            return Files.writeString(file, Serialization.asYaml(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String authority(Config rights) throws IOException {
        return rights.getCaCertData() != null ? rights.getCaCertData() : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(rights.getCaCertFile())));
    }

    /** Starts it and returns at once. */
    Replica start() {
        if (started == null) {
            Runtime.getRuntime().addShutdownHook(orphan);
        }
        started = ZonedDateTime.now();
        process.start();
        return this;
    }

    /** Ends it with SIGKILL. */
    void kill() {
        process.kill();
    }

    /** Whether it is the one that leads since it was started. */
    boolean leads() {
        Lease lease = stage.admin().leases().inNamespace("dromon-system").withName("dromon").get();
        return lease != null && identity.equals(lease.getSpec().getHolderIdentity()) && lease.getSpec().getRenewTime().isAfter(started);
    }

    /** Waits until it leads. */
    void awaitLeading() {
        await(identity + " leads").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(this::leads);
    }

    /** Ends it as a terminated pod would be. */
    @Override
    public void close() {
        process.close();
        if (started != null) {
            Runtime.getRuntime().removeShutdownHook(orphan);
        }
    }
}
