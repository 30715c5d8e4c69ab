package dev.dromon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.app.Dromon;
import dev.dromon.discovery.KeyReader;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.CloudEvents;
import dev.dromon.event.EventFormat;
import dev.dromon.event.Flow;
import dev.dromon.event.FlowEvent;
import dev.dromon.event.FlowEvents;
import dev.dromon.event.Naming;
import dev.dromon.event.Subject;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says is what the code does. */
class DocsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern SETTING = Pattern.compile("(?m)^\\| `(dromon\\.[a-z.-]+)` \\| `([A-Z_]+)` \\|");

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.startsWith("http") && !Files.exists(page.toAbsolutePath().getParent().resolve(target))) {
                    broken.add(page + " -> " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everySettingIsInThePageAndThePageNamesNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher row = SETTING.matcher(read("docs/reference/settings.md"));
        while (row.find()) {
            documented.add(row.group(1));
            assertThat(row.group(2)).isEqualTo(row.group(1).toUpperCase().replace('.', '_').replace('-', '_'));
        }

        assertThat(documented).isEqualTo(new TreeSet<>(Dromon.defaults().stringPropertyNames().stream()
                .filter(k -> k.startsWith("dromon.") && !k.startsWith("dromon.endpoint.")).toList()));
    }

    @Test
    void everyReasonOfAnEventIsInThePage() throws IOException {
        String page = read("docs/reference/events.md");

        assertThat(reasons()).hasSizeGreaterThan(60).allSatisfy(reason -> assertThat(page).containsPattern("\\b" + reason + "\\b"));
    }

    @Test
    void everyTypeOfACloudEventIsInThePage() throws IOException {
        String page = read("docs/reference/cloud-events.md");

        assertThat(types()).hasSizeGreaterThan(60).allSatisfy(type -> {
            String what = type.substring("dev.dromon.".length(), type.length() - ".v1".length());
            boolean ofPhase = Stream.of(Phase.values()).anyMatch(p -> what.startsWith(p.wire().toLowerCase(Locale.ROOT) + "."));
            assertThat(page).as(type).contains(ofPhase ? what.substring(what.indexOf('.')) + "`" : "`" + what + "`");
        });
    }

    @Test
    void everyTypeOfACDEventIsInThePageAndThePageNamesNoOther() throws IOException {
        Set<String> inPage = Pattern.compile("`([a-z]+\\.[a-z]+(\\.[0-9]){3})`").matcher(read("docs/reference/cdevents.md")).results().map(found -> "dev.cdevents." + found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = new TreeSet<>();
        flows().forEach(flow -> CloudEvents.from(flow, 0, Naming.FLOW).forEach(event -> EventFormat.CDEVENTS.tell(flow, 0, event).map(CloudEvent::type).ifPresent(told::add)));

        assertThat(inPage).isEqualTo(told);
    }

    private static Set<String> types() {
        return flows().flatMap(flow -> CloudEvents.from(flow, 0, Naming.FLOW).stream()).map(CloudEvent::type).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every transition in every phase, once on its way and once ended, of a first version and of a later one. */
    private static Stream<Flow> flows() {
        return Stream.of(TransitionType.values()).flatMap(type -> Stream.of(Phase.values()).flatMap(phase -> Stream.of(State.PROGRESSING, State.SUCCEEDED)
                .flatMap(to -> Stream.of(Optional.<String>empty(), Optional.of("0.9")).map(previous -> flow(type, phase, to, previous)))));
    }

    private static Flow flow(TransitionType type, Phase phase, State to, Optional<String> previous) {
        Transition transition = new Transition(Instant.EPOCH, type, Optional.of(phase), type == TransitionType.REFUSED ? "skip" : "item", Optional.empty(), Optional.of(to), "");
        RunStatus run = new RunStatus(Map.of(), Optional.empty(), State.PROGRESSING, false, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), 1,
                List.of(transition));
        return new Flow(subject(phase.level()), run, "cluster", previous, Map.of(), Flow.Trace.NEW, Map.of());
    }

    private static Set<String> reasons() {
        Set<String> reasons = new TreeSet<>();
        for (Naming naming : Naming.values()) {
            for (TransitionType type : TransitionType.values()) {
                for (Phase phase : Phase.values()) {
                    Transition transition = new Transition(Instant.EPOCH, type, Optional.of(phase), "item", Optional.of(State.PENDING), Optional.of(State.FAILED), "");
                    FlowEvents.from(subject(phase.level()), List.of(transition), 0, naming).stream().map(FlowEvent::reason).forEach(reasons::add);
                }
            }
        }
        return reasons;
    }

    private static Subject subject(Level level) {
        Subject.Ref ref = new Subject.Ref("v1", "Kind", "namespace", "name", "uid");
        return new Subject(level, ref, ref, "app", "workload", "1.0");
    }

    @Test
    void everyKeyThatIsReadIsInThePage() throws Exception {
        String page = read("docs/reference/annotations.md");
        for (Field field : KeyReader.class.getFields()) {
            assertThat(page).contains("`" + field.get(null) + "`");
        }
    }

    @Test
    void everyRightIsInThePage() throws IOException {
        String page = read("docs/rights.md");
        for (PolicyRule rule : clusterRoles().stream().flatMap(role -> role.getRules().stream()).toList()) {
            for (String resource : rule.getResources()) {
                assertThat(page.lines().filter(l -> l.matches("\\|[^|]*\\b" + Pattern.quote(resource) + "(?![/a-z]).*")).findFirst()).as("row of %s", resource)
                        .hasValueSatisfying(line -> assertThat(Set.of(line.split("\\|")[2].trim().split(" "))).as("verbs of %s", resource).isEqualTo(Set.copyOf(rule.getVerbs())));
            }
        }
    }

    @Test
    void everyConcernIsInThePageAndBoundToTheRuntimeOnly() throws IOException {
        String page = read("docs/rights.md");
        assertThat(clusterRoles()).extracting(r -> r.getMetadata().getName()).hasSizeGreaterThan(4).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        for (Path file : rbac()) {
            String text = Files.readString(file);
            assertThat(Pattern.compile("- \\{kind: \\w+, name: [^}]+}").matcher(text).results().map(MatchResult::group)).as("subjects of %s", file).isNotEmpty()
                    .containsOnly("- {kind: ServiceAccount, name: dromon, namespace: dromon-system}");
        }
    }

    private static List<Path> rbac() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kustomize/base/rbac"))) {
            return files.filter(f -> !f.endsWith("kustomization.yaml")).sorted().toList();
        }
    }

    private static List<ClusterRole> clusterRoles() throws IOException {
        List<ClusterRole> roles = new ArrayList<>();
        for (Path file : rbac()) {
            Stream.of(Files.readString(file).split("\n---\n")).filter(d -> d.contains("kind: ClusterRole\n")).map(d -> new KubernetesSerialization().unmarshal(d, ClusterRole.class)).forEach(roles::add);
        }
        return roles;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs")); Stream<Path> root = Files.list(Path.of(".")); Stream<Path> examples = Files.walk(Path.of("examples"))) {
            return Stream.of(docs, root, examples).flatMap(s -> s).filter(p -> p.toString().endsWith(".md")).toList();
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
