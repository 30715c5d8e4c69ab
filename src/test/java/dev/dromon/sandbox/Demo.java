package dev.dromon.sandbox;

import dev.dromon.sandbox.demo.DemoRun;
import dev.dromon.sandbox.demo.HttpConsumer;
import dev.dromon.sandbox.demo.Screen;
import dev.dromon.sandbox.demo.TopicConsumer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Shows examples/podtato-head going through all phases, on a {@link Sandbox}, and what an HTTP server and a Kafka broker get of it: {@code make demo}. With the
 * environment variable FAIL or the system property fail set to the name of a workload, its pre-deployment task fails and its pods stay pending.
 */
public final class Demo {

    private static final Path APPLICATION = Path.of("examples", "podtato-head");
    private static final DemoRun.Pace PACE = new DemoRun.Pace(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(90));

    private Demo() {
    }

    /** Exit code 0 when everything went as it should, 1 when not, not within 90 s, or when a consumer misses an event 30 s later; 2 when there is no such workload. */
    public static void main(String[] arguments) {
        if (System.getProperty("dromon.log.own") == null) {
            System.setProperty("dromon.log.own", "warn");
        }
        String failing = Optional.ofNullable(System.getProperty("fail")).or(() -> Optional.ofNullable(System.getenv("FAIL"))).orElse("").trim();
        DemoRun.Plan plan = new DemoRun.Plan(APPLICATION, Optional.of(failing).filter(f -> !f.isEmpty()), List.of(HttpConsumer::new, TopicConsumer::new), PACE,
                new Properties());
        System.exit(new DemoRun(plan, Screen.standard(System.getenv())).run());
    }
}
