package dev.dromon.sandbox.demo;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up what the Events say about time. */
final class Timings {

    private static final Set<String> JOB_ENDS = Set.of("Completed", "BackoffLimitExceeded");

    /** From and to; to is null while it lasts. */
    private static final class Span {

        private final Instant from;
        private Instant to;

        private Span(Instant from) {
            this.from = from;
        }

        private Duration length() {
            return to == null ? Duration.ZERO : Duration.between(from, to);
        }
    }

    private final Instant start;
    private final Map<Phase, Span> phases = new EnumMap<>(Phase.class);
    private final Map<String, Span> pods = new TreeMap<>();
    private final Map<String, Span> jobs = new LinkedHashMap<>();
    private Instant end;

    /** Times count from the given one. */
    Timings(Instant start) {
        this.start = start;
        this.end = start;
    }

    void hear(Told told) {
        PhaseEvent.of(told).filter(e -> e.phase().level() == Level.APP).ifPresent(e -> span(phases, e.phase(), told.time(), e.starts()));
        if ("KeptnAppVersion".equals(told.kind())) {
            end = told.time();
        }
        if (told.is("ReplicaSet", "SuccessfulCreate")) {
            span(pods, told.message().substring(told.message().lastIndexOf(' ') + 1), told.time(), true);
        }
        if (told.is("Pod", "Scheduled")) {
            span(pods, told.object(), told.time(), false);
        }
        if ("Job".equals(told.kind())) {
            span(jobs, told.object(), told.time(), !JOB_ENDS.contains(told.reason()));
        }
    }

    private static <K> void span(Map<K, Span> spans, K key, Instant time, boolean begins) {
        if (begins) {
            spans.putIfAbsent(key, new Span(time));
        } else if (spans.containsKey(key)) {
            spans.get(key).to = time;
        }
    }

    /** Start, end and length of each phase of the app, what came before the first one, and all of it. */
    List<List<String>> phases() {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("phase", "from s", "to s", "took s")));
        Instant first = phases.values().stream().map(s -> s.from).min(Comparator.naturalOrder()).orElse(end);
        rows.add(List.of("discovery of the app", at(start), at(first), text(Duration.between(start, first))));
        phases.forEach((phase, span) -> rows.add(List.of(phase.wire(), at(span.from), span.to == null ? "-" : at(span.to), span.to == null ? "-" : text(span.length()))));
        rows.add(List.of("all", at(start), at(end), text(Duration.between(start, end))));
        return rows;
    }

    /** How long the pods of each workload waited; the last one when there are several. */
    List<List<String>> gates(Map<String, String> workloadOfPod) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("workload", "pods", "created s", "released s", "at the gate s")));
        Map<String, List<Span>> byWorkload = new TreeMap<>();
        pods.forEach((pod, span) -> {
            if (workloadOfPod.containsKey(pod)) {
                byWorkload.computeIfAbsent(workloadOfPod.get(pod), w -> new ArrayList<>()).add(span);
            }
        });
        byWorkload.forEach((workload, spans) -> {
            boolean held = spans.stream().anyMatch(s -> s.to == null);
            Span last = spans.stream().max(Comparator.comparing(Span::length)).orElseThrow();
            rows.add(List.of(workload, Integer.toString(spans.size()), at(last.from), held ? "never" : at(last.to), held ? "still there" : text(last.length())));
        });
        return rows;
    }

    /** One sentence on how much of the time was spent waiting for Jobs. */
    String jobs() {
        Duration all = Duration.between(start, end);
        Duration running = union();
        Duration sum = jobs.values().stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
        return jobs.size() + " Jobs ran for " + text(sum) + " s in all, many of them side by side. Of the " + text(all) + " s of the flow at least one of them was running during "
                + text(running) + " s; the other " + text(all.minus(running)) + " s are discovery, API writes and pods.";
    }

    /** Time during which at least one Job was running. */
    private Duration union() {
        Duration covered = Duration.ZERO;
        Instant until = start;
        List<Span> sorted = jobs.values().stream().filter(s -> s.to != null).sorted(Comparator.comparing((Span s) -> s.from)).toList();
        for (Span span : sorted) {
            Instant from = span.from.isAfter(until) ? span.from : until;
            Instant to = span.to.isAfter(end) ? end : span.to;
            if (to.isAfter(from)) {
                covered = covered.plus(Duration.between(from, to));
                until = to;
            }
        }
        return covered;
    }

    private String at(Instant time) {
        return text(Duration.between(start, time));
    }

    private static String text(Duration time) {
        return Screen.seconds(time).trim();
    }
}
