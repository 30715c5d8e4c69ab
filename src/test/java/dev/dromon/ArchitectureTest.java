package dev.dromon;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who may import whom, and what the core does not do: the table of docs/architecture.md as a build failure. Packages of the table that do not exist yet pass. */
@AnalyzeClasses(packages = "dev.dromon", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] CORE = packages("model", "phase", "task", "evaluation", "analysis", "deployment", "gate", "discovery", "event");
    private static final String[] DECIDERS = packages("phase", "task", "evaluation", "analysis", "deployment", "gate", "discovery");
    private static final String[] EDGES = packages("sink", "http", "callback", "call", "hook", "admission", "metric", "query", "telemetry");
    private static final String[] INPUT_AND_OUTPUT = {"java.io..", "java.net..", "java.nio.channels..", "java.nio.file..", "java.lang.reflect..", "java.sql..", "java.util.concurrent..",
        "java.util.logging..", "javax.."};

    // ---- the table -----------------------------------------------------------------------------------------------------------------------------

    @ArchTest
    static final ArchRule modelImportsNothing = only("model");

    @ArchTest
    static final ArchRule phaseImportsTheModel = only("phase", "model");

    @ArchTest
    static final ArchRule taskImportsTheModel = only("task", "model");

    @ArchTest
    static final ArchRule evaluationImportsTheModel = only("evaluation", "model");

    @ArchTest
    static final ArchRule analysisImportsTheModel = only("analysis", "model");

    @ArchTest
    static final ArchRule deploymentImportsTheModel = only("deployment", "model");

    @ArchTest
    static final ArchRule gateImportsTheModel = only("gate", "model");

    @ArchTest
    static final ArchRule discoveryImportsTheModel = only("discovery", "model");

    @ArchTest
    static final ArchRule eventImportsTheModelAndPhases = only("event", "model", "phase");

    @ArchTest
    static final ArchRule apiImportsOnlyWhatDescribesResources = classes().that().resideInAPackage("dev.dromon.api..")
            .should().onlyDependOnClassesThat(resideInAnyPackage("dev.dromon.api..", "java..", "io.fabric8..", "com.fasterxml.jackson..")).allowEmptyShould(true);

    @ArchTest
    static final ArchRule kubeImportsModelAndApi = own("kube", "model", "api");

    @ArchTest
    static final ArchRule gatherDoesNotAct = own("gather", "model", "phase", "task", "evaluation", "analysis", "deployment", "gate", "discovery", "event", "api", "kube");

    @ArchTest
    static final ArchRule actImportsNoEdges = own("act", "model", "phase", "task", "evaluation", "analysis", "deployment", "gate", "discovery", "event", "api", "kube", "gather");

    @ArchTest
    static final ArchRule providersImportOnlyWhatReadsJson = classes().that().resideInAPackage("dev.dromon.provider..")
            .should().onlyDependOnClassesThat(resideInAnyPackage("dev.dromon.provider..", "java..", "com.fasterxml.jackson..", "com.jayway.jsonpath.."));

    @ArchTest
    static final ArchRule providersDoNoInputOrOutput = noClasses().that().resideInAPackage("dev.dromon.provider..").should().accessTargetWhere(impure());

    @ArchTest
    static final ArchRule edgesImportNeitherRoutesNorWiring = noClasses().that().resideInAnyPackage(EDGES).should().dependOnClassesThat()
            .resideInAnyPackage(packages("app", "routes")).allowEmptyShould(true);

    @ArchTest
    static final ArchRule sightImportsWhatItLooksAt = own("telemetry", "model", "phase", "task", "evaluation", "deployment", "gate", "discovery", "event", "api", "kube", "gather", "act", "sink", "http");

    @ArchTest
    static final ArchRule onlySightKnowsHowMetricsAreMade = noClasses().that().resideOutsideOfPackage("dev.dromon.telemetry..").should().dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule onlyAdmissionKnowsHowCertificatesAreMade = noClasses().that().resideOutsideOfPackage("dev.dromon.admission..").should().dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule nobodyImportsTheWiring = noClasses().that().resideOutsideOfPackage("dev.dromon.app..").should().dependOnClassesThat()
            .resideInAPackage("dev.dromon.app..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.dromon.(*)..").should().beFreeOfCycles();

    // ---- the core ------------------------------------------------------------------------------------------------------------------------------

    @ArchTest
    static final ArchRule theCoreDoesNoInputOrOutput = noClasses().that().resideInAnyPackage(CORE).should().dependOnClassesThat().resideInAnyPackage(INPUT_AND_OUTPUT);

    @ArchTest
    static final ArchRule theCoreReadsNoClockNoChanceAndNoSurroundings = noClasses().that().resideInAnyPackage(CORE).should().accessTargetWhere(impure());

    @ArchTest
    static final ArchRule theCoreHasNoStaticState = fields().that().areDeclaredInClassesThat().resideInAnyPackage(CORE).and().areStatic().and(notMadeByTheCompiler())
            .should().beFinal().andShould(new Constant());

    @ArchTest
    static final ArchRule decidersAreStateless = fields().that().areDeclaredInClassesThat().haveSimpleNameEndingWith("Decider").should().beStatic();

    @ArchTest
    static final ArchRule decidersHaveOnlyFunctions = methods().that().areDeclaredInClassesThat().haveSimpleNameEndingWith("Decider").should().beStatic();

    // ---- the rest ------------------------------------------------------------------------------------------------------------------------------

    @ArchTest
    static final ArchRule routesDoNotDecide = noClasses().that().resideInAPackage("dev.dromon.routes..").should().dependOnClassesThat(deciders()).allowEmptyShould(true);

    @ArchTest
    static final ArchRule noPackageIsCalledUtil = noClasses().should().resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..misc..");

    @ArchTest
    static final ArchRule noClassIsCalledManagerOrSo = noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Handler)");

    private static String[] packages(String... names) {
        return Stream.of(names).map(name -> "dev.dromon." + name + "..").toArray(String[]::new);
    }

    /** A core package imports Java and these packages of ours. */
    private static ArchRule only(String name, String... others) {
        return classes().that().resideInAPackage("dev.dromon." + name + "..").should().onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.dromon." + name + "..")
                .or(resideInAnyPackage(packages(others))));
    }

    /** Of our own packages, a package imports these. */
    private static ArchRule own(String name, String... others) {
        DescribedPredicate<JavaClass> foreign = not(resideInAPackage("dev.dromon.."));
        return classes().that().resideInAPackage("dev.dromon." + name + "..").should()
                .onlyDependOnClassesThat(foreign.or(resideInAPackage("dev.dromon." + name + "..")).or(resideInAnyPackage(packages(others)))).allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> deciders() {
        return describe("are deciders", c -> resideInAnyPackage(DECIDERS).and(nameMatching(".*Decider")).test(c));
    }

    private static DescribedPredicate<JavaAccess<?>> impure() {
        Set<String> classes = Set.of("java.lang.System", "java.lang.Runtime", "java.lang.Thread", "java.lang.ProcessHandle", "java.util.Random", "java.util.SplittableRandom",
                "java.security.SecureRandom", "java.time.Clock", "java.time.InstantSource", "java.util.TimeZone", "java.util.Date", "java.util.Calendar");
        Set<String> methods = Set.of("java.lang.Math.random", "java.util.UUID.randomUUID", "java.util.Locale.getDefault", "java.time.ZoneId.systemDefault",
                "java.nio.charset.Charset.defaultCharset", "java.lang.Object.hashCode", "java.util.Collections.shuffle");
        return describe("depend on the clock, on chance or on the machine", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getName();
            return classes.contains(owner) || methods.contains(owner + "." + name) || owner.startsWith("java.time.") && name.equals("now");
        });
    }

    private static DescribedPredicate<JavaField> notMadeByTheCompiler() {
        return describe("not made by the compiler", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    /** A final field whose value cannot change either: a value type, or a collection that refuses changes. */
    private static final class Constant extends ArchCondition<JavaField> {

        private static final Set<Class<?>> VALUES = Set.of(String.class, Pattern.class, java.time.Duration.class, java.time.Instant.class, java.math.BigDecimal.class);

        Constant() {
            super("hold a value that cannot change");
        }

        @Override
        public void check(JavaField field, ConditionEvents events) {
            JavaClass type = field.getRawType();
            boolean value = type.isPrimitive() || type.isEnum() || type.isRecord() || VALUES.stream().anyMatch(type::isEquivalentTo);
            events.add(new SimpleConditionEvent(field, value || unmodifiable(field), field.getFullName() + " is a " + type.getName() + " that can be changed"));
        }

        private static boolean unmodifiable(JavaField field) {
            if (!Stream.of(List.class, Set.class, Map.class, Collection.class).anyMatch(field.getRawType()::isEquivalentTo)) {
                return false;
            }
            try {
                java.lang.reflect.Field real = field.reflect();
                real.setAccessible(true);
                return real.get(null).getClass().getName().startsWith("java.util.ImmutableCollections");
            } catch (IllegalAccessException e) {
                throw new AssertionError(field.getFullName() + " cannot be read", e);
            }
        }
    }
}
