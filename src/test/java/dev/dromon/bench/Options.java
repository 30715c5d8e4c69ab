package dev.dromon.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured, and of which runtime.
 *
 * @param parts   names of the parts to run, in their order
 * @param command shell command that runs the runtime in the foreground, with KUBECONFIG in its environment
 * @param user    the user that the runtime is for the API server
 * @param own     whether it is Dromon, which gets its ServiceAccount's rights and its admission policies
 * @param repeats how often each case is measured
 * @param many    how many apps the large burst has; the part memory has ten times as many
 * @param minutes how long the parts down and metrics look at the heap
 * @param data    where the measurements go
 * @param page    the page whose figures are replaced; empty for none
 */
record Options(List<String> parts, String command, String user, boolean own, int repeats, int many, int minutes, Path data, Optional<Path> page) {

    static final List<String> PARTS = List.of("bound", "released", "flow", "burst", "start", "memory", "events", "hooks", "down", "admissions", "metrics");
    static final List<String> DEFAULT = List.of("start", "bound", "released", "flow", "burst");

    /** From the environment: PARTS, BENCH_COMMAND, BENCH_OWN, BENCH_USER, REPEATS, MANY, MINUTES, BENCH_DATA, BENCH_PAGE. Anything unknown is refused with a sentence. */
    static Options of(Map<String, String> environment) {
        List<String> parts = value(environment, "PARTS").map(p -> Arrays.stream(p.split("[ ,]+")).toList()).orElse(DEFAULT);
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException("expected PARTS to name some of " + PARTS + ", found " + parts + "; correct it");
        }
        String command = value(environment, "BENCH_COMMAND").orElseThrow(() -> new IllegalArgumentException("expected BENCH_COMMAND to be set, found nothing; run make bench"));
        boolean own = value(environment, "BENCH_OWN").isPresent();
        String user = value(environment, "BENCH_USER").orElseThrow(() -> new IllegalArgumentException(
                "expected BENCH_USER to name the API user of the runtime, found nothing; its requests are counted by it"));
        int repeats = value(environment, "REPEATS").map(Integer::parseInt).orElse(20);
        int many = value(environment, "MANY").map(Integer::parseInt).orElse(500);
        int minutes = value(environment, "MINUTES").map(Integer::parseInt).orElse(10);
        return new Options(parts, command, user, own, repeats, many, minutes, Path.of(value(environment, "BENCH_DATA").orElse("target/bench.csv")), value(environment, "BENCH_PAGE").map(Path::of));
    }

    private static Optional<String> value(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key)).map(String::trim).filter(v -> !v.isEmpty());
    }
}
