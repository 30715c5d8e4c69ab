package dev.dromon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What docs/reference/metrics.md says there is. */
public final class DocumentedMetrics {

    private static final Path PAGE = Path.of("docs", "reference", "metrics.md");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    private DocumentedMetrics() {
    }

    /** Type and labels of a family. */
    public record Family(String type, Set<String> labels) {
    }

    /** Families by their names, with the gauges of maxima that histograms and summaries have besides. */
    public static Map<String, Family> families() {
        Map<String, Family> families = new TreeMap<>();
        read().lines().filter(line -> line.matches("\\| `[a-z_]+` \\| (counter|gauge|histogram|summary) .*")).forEach(line -> {
            String[] cells = line.split("\\|");
            String name = cells[1].replace("`", "").trim();
            Set<String> labels = CODE.matcher(cells[3]).results().map(code -> code.group(1)).collect(Collectors.toCollection(TreeSet::new));
            Family family = new Family(cells[2].trim(), labels);
            assertThat(families.put(name, family)).as(name).isNull();
            if (Set.of("histogram", "summary").contains(family.type())) {
                families.put(name + "_max", new Family("gauge", labels));
            }
        });
        return families;
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
