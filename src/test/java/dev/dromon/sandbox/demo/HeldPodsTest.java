package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class HeldPodsTest {

    private static final DemoRun.Plan PLAN = new DemoRun.Plan(Path.of("some"), Optional.of("hat"), List.of(),
            new DemoRun.Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO), new Properties());

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final HeldPods held = new HeldPods(new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false, true));

    @Test
    void podThatRunsIsNotAsExpected() {
        try (Sandbox sandbox = new Sandbox().start()) {
            Pod pod = sandbox.client().resource(pod().build()).create();
            await().until(() -> "Running".equals(sandbox.client().resource(pod).get().getStatus().getPhase()));
            assertThat(held.report(sandbox.client(), "default", PLAN)).isFalse();
            assertThat(written.toString(StandardCharsets.UTF_8)).contains("0 of 1 are pending at the gate");
        }
    }

    @Test
    void noPodAtAllIsNotAsExpected() {
        try (Sandbox sandbox = new Sandbox().start()) {
            assertThat(held.report(sandbox.client(), "default", PLAN)).isFalse();
        }
    }

    @Test
    void onlyOurGateCounts() {
        assertThat(HeldPods.held(pod().editSpec().addNewSchedulingGate("dromon.dev/pre-deployment").endSpec().build())).isTrue();
        assertThat(HeldPods.held(pod().editSpec().addNewSchedulingGate("example.com/quota").endSpec().build())).isFalse();
    }

    private static PodBuilder pod() {
        return new PodBuilder().withNewMetadata().withName("hat-1").withNamespace("default").addToAnnotations("keptn.sh/workload", "hat").endMetadata().withNewSpec()
                .addNewContainer().withName("c").withImage("i:1").endContainer().endSpec();
    }
}
