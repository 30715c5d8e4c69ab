package dev.dromon.bench;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/**
 * How long a pod waits for us: Deployment created to pod bound to a node, in a namespace that is not enabled, in one that is, and there with one evaluation whose metric
 * holds; taken in turns, so that all see the same machine.
 */
final class BoundPart {

    private static final int WARM_UP = 10;
    private static final int ROUNDS_PER_REPEAT = 3;
    private static final String PLAIN = "bound-plain";
    private static final String ENABLED = "bound-enabled";
    private static final String MORE = "create to bound, enabled minus not enabled";
    private static final String EVALUATION = "create to bound, with an evaluation that holds minus without checks";

    private final Stage stage;

    BoundPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        stage.results().target(MORE, 100, 250);
        stage.results().target(EVALUATION, 50);
        stage.cluster().namespace(PLAIN, false);
        stage.cluster().namespace(ENABLED, true);
        stage.apps().evaluation(ENABLED, "up");
        stage.apps().measure(ENABLED, "up", "1");
        stage.runtime().start();
        try (Sightings<Pod> pods = stage.pods()) {
            for (int round = -WARM_UP; round < stage.repeats() * ROUNDS_PER_REPEAT; round++) {
                round(pods, round);
            }
        }
        stage.runtime().close();
    }

    private void round(Sightings<Pod> pods, int round) {
        long plain = bound(pods, PLAIN, "plain" + (round + WARM_UP));
        long enabled = bound(pods, ENABLED, "bare" + (round + WARM_UP));
        long evaluated = bound(pods, ENABLED, "evaluated" + (round + WARM_UP), "pre-deployment-evaluations", "up");
        if (round >= 0) {
            stage.results().millis("create to bound, not enabled", plain);
            stage.results().millis("create to bound, enabled, no checks", enabled);
            stage.results().millis(MORE, enabled - plain);
            stage.results().millis(EVALUATION, evaluated - enabled);
        }
    }

    /** Waits afterwards until the flow is over, so that it does not get into the next one's way. */
    private long bound(Sightings<Pod> pods, String namespace, String name, String... more) {
        long begun = System.nanoTime();
        stage.apps().deployment(namespace, name, more);
        long bound = pods.await(Stage.BOUND, namespace + "/" + name);
        Stage.pause(Duration.ofMillis(200));
        return bound - begun;
    }
}
