package dev.dromon.sandbox;

import dev.dromon.sandbox.controller.ControlLoop;
import dev.dromon.sandbox.server.ApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Kubernetes cluster of one node in this process, reached over plain HTTP on a free port: an API server with the custom resources of the project and its
 * admission rules, and controllers for workloads, pods and Jobs. Any number can run side by side; one that was closed can be started again, empty. What is
 * simulated and what is not is said in the packages {@code server} and {@code controller}.
 */
public final class Sandbox implements AutoCloseable {

    /** The custom resource definitions that are installed, below the folder of the project. */
    public static final Path CRDS = Path.of("kustomize", "base", "crds");

    private static final Duration SHORT_JOB = Duration.ofMillis(100);
    private static final Logger REQUEST_LOG = Logger.getLogger(MockWebServer.class.getName());

    private final Duration jobTime;
    private MockWebServer web;
    private ControlLoop controllers;
    private KubernetesClient own;
    private KubernetesClient client;

    /** A sandbox whose Jobs run for 100 ms. */
    public Sandbox() {
        this(SHORT_JOB);
    }

    /** A sandbox whose Jobs run for that long. */
    public Sandbox(Duration jobTime) {
        this.jobTime = jobTime;
    }

    /** Starts it with the namespaces default and kube-system and the custom resource definitions; returns itself. Must not be running. */
    public Sandbox start() {
        if (web != null) {
            throw new IllegalStateException("expected a sandbox that is not running, found one that was started before; close it first");
        }
        REQUEST_LOG.setLevel(Level.WARNING);
        web = new MockWebServer();
        web.setHttp2ClearTextEnabled(false);
        ApiServer server = new ApiServer(change -> controllers.changed(change));
        web.setDispatcher(forgetful(web, server));
        web.start();
        own = newClient();
        client = newClient();
        controllers = new ControlLoop(own, jobTime);
        List.of("default", "kube-system").forEach(n -> own.resource(new NamespaceBuilder().withNewMetadata().withName(n).endMetadata().build()).create());
        own.resource(new NodeBuilder().withNewMetadata().withName("sandbox-node").endMetadata().build()).create();
        apply(CRDS);
        return this;
    }

    /** The client for everybody who uses the sandbox, with namespace default; closed with it. */
    public KubernetesClient client() {
        return client;
    }

    /** How to reach the API server, for clients with settings of their own. */
    public Config config() {
        return new ConfigBuilder(Config.empty()).withMasterUrl(web.url("/").toString()).withNamespace("default").withHttp2Disable(true).build();
    }

    /** Creates or changes what the YAML files of a folder, or one file, describe: like {@link Manifests#apply}. */
    public void apply(Path manifests) {
        Manifests.read(manifests).forEach(object -> Manifests.apply(own, object));
    }

    /**
     * Ends it and forgets everything; does nothing when it is not running. Throws IllegalStateException when a controller failed meanwhile in a way that nobody
     * expected: the sandbox was not what it claims to be.
     */
    @Override
    public void close() {
        if (web == null) {
            return;
        }
        controllers.close();
        client.close();
        own.close();
        web.shutdown();
        web = null;
        controllers.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private KubernetesClient newClient() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** The web server remembers all requests for tests that look at them; here nobody does. */
    private static Dispatcher forgetful(MockWebServer web, Dispatcher server) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                web.reset();
                return server.dispatch(request);
            }
        };
    }
}
