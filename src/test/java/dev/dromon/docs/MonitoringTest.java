package dev.dromon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromon.telemetry.DocumentedMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alerts ask for what is in docs/reference/metrics.md, which is held against what the runtime really exposes. */
class MonitoringTest {

    private static final Path FOLDER = Path.of("kustomize", "components", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\b(?:dromon|jvm|process)_[a-z_]+\\b");
    private static final Pattern FILTER = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?([a-z_]+)\\s*}}");

    /** A query, where it is, and the labels that what is said of its result needs. */
    record Query(String where, String text, Set<String> named) {
    }

    static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Path dashboard : dashboards()) {
            for (JsonNode panel : new ObjectMapper().readTree(dashboard.toFile()).path("panels")) {
                panel.path("targets").forEach(t -> queries.add(new Query(dashboard.getFileName() + ": " + panel.path("title").asText(), t.path("expr").asText(), labels(t.path("legendFormat").asText()))));
            }
        }
        for (JsonNode rule : rules()) {
            queries.add(new Query("alert " + rule.path("alert").asText(), rule.path("expr").asText(), labels(rule.path("annotations").toString())));
        }
        return queries;
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
            return files.sorted().toList();
        }
    }

    private static JsonNode rules() throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve("alerts.yaml").toFile()).at("/spec/groups/0/rules");
    }

    private static Set<String> labels(String text) {
        return LEGEND.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Name of a series to its labels, with those that histograms are made of. */
    private static Map<String, Set<String>> documented() {
        Map<String, Set<String>> series = new HashMap<>();
        DocumentedMetrics.families().forEach((name, family) -> {
            if (family.type().equals("histogram")) {
                Set<String> buckets = new TreeSet<>(family.labels());
                buckets.add("le");
                series.putAll(Map.of(name + "_bucket", buckets, name + "_count", family.labels(), name + "_sum", family.labels()));
            } else {
                series.put(name, family.labels());
            }
        });
        return series;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void asksForSeriesAndLabelsThatThereAre(Query query) {
        Map<String, Set<String>> documented = documented();

        List<String> names = NAME.matcher(query.text()).results().map(MatchResult::group).toList();

        assertThat(names).as(query.where()).isNotEmpty().allSatisfy(name -> assertThat(documented).containsKey(name));
        Set<String> known = names.stream().flatMap(n -> documented.get(n).stream()).collect(Collectors.toSet());
        BY.matcher(query.text()).results().forEach(by -> assertThat(known).as(query.where()).containsAll(List.of(by.group(1).split(",\\s*"))));
        FILTER.matcher(query.text()).results().forEach(filter -> LABEL.matcher(filter.group(2)).results()
                .forEach(label -> assertThat(documented.get(filter.group(1))).as(query.where() + ": " + filter.group()).contains(label.group(1))));
        Set<String> kept = BY.matcher(query.text()).results().flatMap(by -> Stream.of(by.group(1).split(",\\s*"))).collect(Collectors.toSet());
        assertThat(kept).as(query.where()).containsAll(query.named());
        assertThat(query.text().chars().filter(c -> c == '(').count()).as(query.where()).isEqualTo(query.text().chars().filter(c -> c == ')').count());
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
        assertThat(rules()).hasSizeGreaterThan(5).allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
        });
        assertThat(dashboards()).hasSize(3);
    }
}
