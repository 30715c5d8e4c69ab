package dev.dromon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.app.Dromon;
import dev.dromon.gather.Basis;
import dev.dromon.gather.VersionRun;
import dev.dromon.model.Action;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Decision;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Settings;
import dev.dromon.model.Severity;
import dev.dromon.model.Steering;
import dev.dromon.model.State;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/** The real routes without a cluster. */
class RoutesTest {

    private static final Path DUMPS = Path.of("docs/routes");

    @Test
    void allRoutesStartTogether() throws Exception {
        try (ModelCamelContext context = RouteContext.create(Map.of())) {
            context.start();

            assertThat(context.getRoutes()).hasSize(context.getRouteDefinitions().size()).hasSizeGreaterThan(10)
                    .allSatisfy(route -> assertThat(context.getRouteController().getRouteStatus(route.getId()).isStarted()).isTrue());
        }
    }

    @Test
    void everyRouteSaysWhatItIsForAndNamesItsSteps() throws Exception {
        try (ModelCamelContext context = RouteContext.create(Map.of())) {
            for (RouteDefinition route : routes(context)) {
                assertThat(route.getId()).as("route id").matches("[a-z]+(-[a-z]+)*");
                assertThat(route.getGroup()).as("group of %s", route.getId()).isNotBlank();
                assertThat(route.getDescriptionText()).as("description of %s", route.getId()).isNotBlank().doesNotEndWith(".");
                for (ProcessDefinition step : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessDefinition.class)) {
                    assertThat(step.getRef()).as("a step of %s is a named bean, not a lambda", route.getId()).isNotBlank();
                }
                for (FilterDefinition step : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), FilterDefinition.class)) {
                    assertThat(step).as("a filter of %s has an id of its route", route.getId()).extracting(OptionalIdentifiedDefinition::getId).asString().startsWith(route.getId());
                }
            }
        }
    }

    @Test
    void routeBuildersStayThin() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/dev/dromon/routes"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("Routes.java")).toList()) {
                assertThat(Files.readAllLines(file).size()).as("lines of %s", file).isLessThanOrEqualTo(65);
                assertThat(Files.readString(file)).as("%s decides nothing by itself", file).doesNotContain("->").doesNotContain("Decider");
            }
        }
    }

    /** Visual Camel tools open these files; `mvn test -Ddromon.dump=true -Dtest=RoutesTest` writes them anew. */
    @Test
    void committedDumpsShowTheRoutesAsTheyAre() throws Exception {
        try (ModelCamelContext context = RouteContext.create(Map.of())) {
            context.start();
            List<String> expected = new ArrayList<>();
            for (OptionalIdentifiedDefinition<?> route : routesAndTemplates(context)) {
                String yaml = PluginHelper.getModelToYAMLDumper(context).dumpModelAsYaml(context, route, false, false, false, false);
                Path file = DUMPS.resolve(route.getId() + ".camel.yaml");
                expected.add(file.getFileName().toString());
                if (Boolean.getBoolean("dromon.dump")) {
                    Files.createDirectories(DUMPS);
                    Files.writeString(file, yaml);
                }
                assertThat(file).as("run mvn test -Ddromon.dump=true -Dtest=RoutesTest").exists().content().isEqualTo(yaml);
            }
            try (Stream<Path> files = Files.list(DUMPS)) {
                assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    /** Those that begin to run, and those that templates make. */
    private static List<RouteDefinition> routes(ModelCamelContext context) {
        List<RouteDefinition> all = new ArrayList<>(context.getRouteDefinitions());
        context.getRouteTemplateDefinitions().forEach(template -> all.add(template.getRoute().routeId(template.getId())));
        return all;
    }

    private static List<OptionalIdentifiedDefinition<?>> routesAndTemplates(ModelCamelContext context) {
        List<OptionalIdentifiedDefinition<?>> all = new ArrayList<>(context.getRouteDefinitions());
        all.addAll(context.getRouteTemplateDefinitions());
        return all;
    }

    @Test
    void checksOfAPhaseAreCreatedSideBySideAndFoldedBeforeTheCommit() throws Exception {
        CountDownLatch together = new CountDownLatch(3);
        List<Decision> committed = Collections.synchronizedList(new ArrayList<>());
        Processor create = exchange -> {
            together.countDown();
            assertThat(together.await(10, TimeUnit.SECONDS)).as("all three branches run at the same time").isTrue();
            created(exchange);
        };
        Processor commit = exchange -> committed.add(exchange.getMessage().getBody(Decision.class));
        try (ModelCamelContext context = RouteContext.create(Map.of("taskCreate", create, "runCommit", commit))) {
            context.start();

            context.createProducerTemplate().sendBody("direct:phases", run("a", "b", "c"));
        }

        assertThat(committed).singleElement().satisfies(decision -> {
            assertThat(decision.actions()).isEmpty();
            assertThat(decision.status().phase(Phase.WORKLOAD_PRE_DEPLOY_TASKS).items()).extracting("name").containsExactly("pre-a", "pre-b", "pre-c");
        });
    }

    @Test
    void aRunWithoutChecksIsCommittedWithoutTheSplitter() throws Exception {
        List<Decision> committed = Collections.synchronizedList(new ArrayList<>());
        Processor commit = exchange -> committed.add(exchange.getMessage().getBody(Decision.class));
        try (ModelCamelContext context = RouteContext.create(Map.of("runCommit", commit))) {
            context.start();

            context.createProducerTemplate().sendBody("direct:phases", run());
        }

        assertThat(committed).singleElement().satisfies(decision -> assertThat(decision.status().currentPhase()).contains(Phase.WORKLOAD_DEPLOY));
    }

    @Test
    void aBranchThatFailsFailsTheRunBeforeAnythingIsCommitted() throws Exception {
        List<Decision> committed = Collections.synchronizedList(new ArrayList<>());
        Processor create = exchange -> {
            if (exchange.getMessage().getBody(Action.class).check().definition().equals("b")) {
                throw new IllegalStateException("the API server did not answer");
            }
            created(exchange);
        };
        Processor commit = exchange -> committed.add(exchange.getMessage().getBody(Decision.class));
        try (ModelCamelContext context = RouteContext.create(Map.of("taskCreate", create, "runCommit", commit))) {
            context.start();

            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(CamelExecutionException.class,
                    () -> context.createProducerTemplate().sendBody("direct:phases", run("a", "b", "c")))).hasRootCauseMessage("the API server did not answer");
        }

        assertThat(committed).isEmpty();
    }

    @Test
    void aPodThatIsGoneIsNotLookedAt() throws Exception {
        List<Object> looked = Collections.synchronizedList(new ArrayList<>());
        Processor gather = exchange -> looked.add(exchange.getMessage().getBody());
        try (ModelCamelContext context = RouteContext.create(Map.of("podGather", gather))) {
            context.start();

            context.createProducerTemplate().sendBody("direct:pods", (Object) null);
        }

        assertThat(looked).isEmpty();
    }

    @Test
    void everyEndpointOfTheSettingsIsUsedByARoute() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("routes/dev/dromon/routes"))) {
            for (Path file : files.toList()) {
                sources.append(Files.readString(file));
            }
        }

        assertThat(Dromon.defaults().stringPropertyNames().stream().filter(k -> k.startsWith("dromon.endpoint.")))
                .isNotEmpty().allSatisfy(key -> assertThat(sources).contains("{{" + key + "}}"));
    }

    private static void created(Exchange exchange) {
        CheckObservation check = exchange.getMessage().getBody(Action.class).check();
        exchange.getMessage().setBody(check.with(
                Optional.of(new CheckObservation.Child(State.PENDING, Optional.empty(), Optional.empty(), "")), Optional.empty()));
    }

    private static VersionRun run(String... definitions) {
        List<CheckObservation> checks = new ArrayList<>();
        for (String definition : definitions) {
            checks.add(new CheckObservation(Phase.WORKLOAD_PRE_DEPLOY_TASKS, checks.size(), definition, "pre-" + definition, Severity.BLOCK, Optional.empty(), Optional.empty()));
        }
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        RunIdentity identity = new RunIdentity(Level.WORKLOAD, "shop", "shop-web-1.0", "uid", 1, now, List.of());
        DeployObservation deploy = new DeployObservation(State.PROGRESSING, "", Optional.empty(), Optional.empty());
        return new VersionRun(new ConfigMap(), new RunObservation(identity, RunStatus.NEW, checks, deploy, List.of(), Optional.empty(), Optional.empty(), Steering.NONE, Settings.DEFAULT, now, 0), new Basis(List.of()));
    }
}
