package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.Rollout;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Camel's readiness says, asked as the management server asks it, of an application started by camel-main. */
class ReadinessTest {

    private static final Duration RETRIES = Duration.ofSeconds(20);

    private final FaultyApi api = new FaultyApi();
    private final KubernetesClient client = api.client();
    private final KubeCaches caches = new KubeCaches(client, List.of(ResourceKind.of(ConfigMap.class), ResourceKind.of(Secret.class), ResourceKind.of(Rollout.class).whereInstalled()), Optional.empty(), 500);
    private final Main main = new Main();
    private LeaderGate gate;

    @AfterEach
    void stop() {
        main.stop();
        caches.close();
        client.close();
        api.close();
    }

    private CamelContext start(Map<String, String> properties) {
        KubeComponent component = new KubeComponent();
        component.setCaches(caches);
        if (gate != null) {
            component.setLeaderGate(gate);
        }
        main.bind("kube", component);
        main.bind("fromSecrets", List.of(new Trigger<Secret>(Secret.class, secret -> List.of()), new Trigger<Rollout>(Rollout.class, rollout -> List.of())));
        properties.forEach(main::addOverrideProperty);
        main.addOverrideProperty("camel.main.shutdownTimeout", "5");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("kube:ConfigMap?triggers=#fromSecrets&deafAfter=4000").routeId("tested").process(exchange -> { });
            }
        });
        main.start();
        return main.getCamelContext();
    }

    private static HealthCheck.Result readiness(CamelContext context) {
        return HealthCheckHelper.invokeReadiness(context, "full").stream().filter(result -> result.getCheck().getId().equals("consumer:tested")).findFirst().orElseThrow();
    }

    private static boolean ready(CamelContext context) {
        return HealthCheckHelper.invokeReadiness(context).stream().allMatch(result -> result.getState() == HealthCheck.State.UP);
    }

    @Test
    void applicationIsReadyOnceItsKindsAreListedAndTellsTheirState() {
        api.refuse(request -> true, 503);
        CamelContext context = start(Map.of("camel.health.enabled", "true"));
        assertThat(ready(context)).isFalse();
        assertThat(readiness(context).getMessage()).hasValueSatisfying(text -> assertThat(text).contains("is not listed yet"));
        api.heal();
        await().atMost(RETRIES).until(() -> ready(context));
        assertThat(readiness(context).getDetails()).containsEntry("ConfigMap", "watching").containsEntry("Secret", "watching").containsEntry("depth", 0)
            .containsEntry("inFlight", 0).containsEntry("delayed", 0);
    }

    @Test
    void deafApplicationIsNotReadyUntilItHearsAgain() {
        CamelContext context = start(Map.of("camel.health.enabled", "true"));
        await().atMost(RETRIES).until(() -> ready(context));
        api.refuse(FaultyApi::isWatch, 503);
        api.cutWatches();
        await().until(() -> !caches.of(ConfigMap.class).watching());
        assertThat(ready(context)).as("a watch that was just closed").isTrue();
        await().atMost(RETRIES).until(() -> !ready(context));
        assertThat(readiness(context).getMessage()).hasValueSatisfying(text -> assertThat(text).contains("is not watched for"));
        api.heal();
        await().atMost(RETRIES).until(() -> ready(context));
    }

    @Test
    void stoppedCachesAreNotReady() {
        CamelContext context = start(Map.of("camel.health.enabled", "true"));
        await().atMost(RETRIES).until(() -> ready(context));
        caches.close();
        assertThat(readiness(context).getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(readiness(context).getDetails()).containsEntry("ConfigMap", "stopped");
    }

    @Test
    void kindThatTheClusterDoesNotKnowDoesNotCount() {
        CamelContext context = start(Map.of("camel.health.enabled", "true"));
        await().atMost(RETRIES).until(() -> ready(context));
        assertThat(readiness(context).getDetails()).containsEntry("Rollout", "not installed");
    }

    @Test
    void replicaThatWaitsForLeadershipIsReady() {
        gate = new LeaderGate(client, new LeaderGate.Terms("ns", "dromon", "me", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2)));
        api.refuse(request -> request.getPath().contains("/leases"), 503);
        CamelContext context = start(Map.of("camel.health.enabled", "true"));
        await().atMost(RETRIES).until(() -> ready(context));
        assertThat(gate.leading()).isFalse();
    }

    @Test
    void livenessDoesNotDependOnTheApiServer() {
        api.refuse(request -> true, 503);
        CamelContext context = start(Map.of("camel.health.enabled", "true"));
        assertThat(ready(context)).isFalse();
        assertThat(HealthCheckHelper.invokeLiveness(context, "full")).allSatisfy(result -> assertThat(result.getState()).isEqualTo(HealthCheck.State.UP));
    }

    @Test
    void consumersDisabledHidesIt() {
        api.refuse(request -> true, 503);
        CamelContext context = start(Map.of("camel.health.enabled", "true", "camel.health.consumersEnabled", "false"));
        assertThat(HealthCheckHelper.invokeReadiness(context, "full")).noneSatisfy(result -> assertThat(result.getCheck().getId()).isEqualTo("consumer:tested"));
    }
}
