package dev.dromon;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The build runs classes whose name ends with Test; a test in any other class would never run, and so never fail. */
@AnalyzeClasses(packages = "dev.dromon", importOptions = OnlyIncludeTests.class)
class TestNamesTest {

    private static final Set<String> MARKS = Set.of("org.junit.jupiter.api.Test", "org.junit.jupiter.api.RepeatedTest", "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest", "net.jqwik.api.Property", "net.jqwik.api.Example");

    @ArchTest
    static final ArchRule classesWithTestsAreRunByTheBuild = classes().that().areTopLevelClasses().and(haveTests()).should().haveSimpleNameEndingWith("Test");

    private static DescribedPredicate<JavaClass> haveTests() {
        return describe("have tests", c -> c.getMethods().stream().anyMatch(TestNamesTest::marked));
    }

    private static boolean marked(JavaMethod method) {
        return MARKS.stream().anyMatch(method::isAnnotatedWith);
    }
}
