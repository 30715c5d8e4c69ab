package dev.dromon.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({"1, 6b86b273", "2, d4735e3a", "3, 4e074085", "4, 4b227777", "5, ef2d127d", "6, e7f6c011"})
    void generationsHaveKeptnsHashes(long generation, String hash) {
        assertThat(Names.shortHash(generation)).isEqualTo(hash);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keptns")
    void whereKeptnsRuleGivesAValidNameTheNameIsKeptns(String sentence, String name, String expected) {
        assertThat(name).isEqualTo(expected);
    }

    static Stream<Arguments> keptns() {
        String long200 = "a".repeat(200);
        return Stream.of(
                arguments("an app in capitals with an underscore", Names.app("Podtato_Head"), "podtato-head"),
                arguments("a workload of an app", Names.workload("podtato-head", "hat"), "podtato-head-hat"),
                arguments("a workload with an underscore", Names.workload("shop", "Cart_Api"), "shop-cart-api"),
                arguments("a version of a workload", Names.workloadVersion("waiter-waiter", "0.4.0_1", 1), "waiter-waiter-0.4.0-1"),
                arguments("a version of an app", Names.appVersion("podtato-head", "1.3", 1), "podtato-head-1.3-6b86b273"),
                arguments("its second generation", Names.appVersion("podtato-head", "1.3", 2), "podtato-head-1.3-d4735e3a"),
                arguments("a version of an app with an underscore", Names.appVersion("waiter", "0.4.0_1", 1), "waiter-0.4.0-1-6b86b273"),
                arguments("a long app is cut from the right by what is too much", Names.workload(long200, "b".repeat(60)), "a".repeat(192) + "-" + "b".repeat(60)),
                arguments("but not below 80 characters", Names.appVersion("a".repeat(240), "b".repeat(240), 1), "a".repeat(80) + "-" + "b".repeat(163) + "-6b86b273"),
                arguments("an app alone is never cut below its limit", Names.app("a".repeat(253)), "a".repeat(253)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corrected")
    void whatIsInvalidBecomesADashAndAHashKeepsItDistinct(String sentence, String name, String expected) {
        assertThat(name).matches(expected);
    }

    static Stream<Arguments> corrected() {
        return Stream.of(
                arguments("a plus in a version", Names.workloadVersion("shop-cart", "1.0+build", 1), "shop-cart-1\\.0-build-[0-9a-f]{8}"),
                arguments("a slash in a version", Names.workloadVersion("shop-cart", "feature/x", 1), "shop-cart-feature-x-[0-9a-f]{8}"),
                arguments("an empty version", Names.workloadVersion("shop-cart", "", 1), "shop-cart-[0-9a-f]{8}"),
                arguments("a trailing dot", Names.app("shop."), "shop-[0-9a-f]{8}"),
                arguments("a leading dash", Names.app("-shop"), "shop-[0-9a-f]{8}"),
                arguments("two dots", Names.app("a..b"), "a\\.b-[0-9a-f]{8}"),
                arguments("a dash beside a dot", Names.app("a-.-b"), "a\\.b-[0-9a-f]{8}"),
                arguments("nothing that is allowed", Names.app("§§"), "x-[0-9a-f]{8}"),
                arguments("nothing at all", Names.app(""), "x-[0-9a-f]{8}"),
                arguments("too long for Keptn's rule, which never cuts the last part", Names.workload("a", "b".repeat(300)), "a-b{242}-[0-9a-f]{8}"));
    }

    @Test
    void differentInvalidTextsGetDifferentNames() {
        assertThat(Names.workloadVersion("shop-cart", "1+2", 1)).isNotEqualTo(Names.workloadVersion("shop-cart", "1/2", 1));
    }

    @Test
    void aVersionThatRunsAgainGetsANameOfItsOwn() {
        assertThat(Names.workloadVersion("shop-cart", "1.0", 2)).isEqualTo("shop-cart-1.0-d4735e3a");
        assertThat(Names.workloadVersion("shop-cart", "1.0", 3)).isEqualTo("shop-cart-1.0-4e074085");
    }

    @ParameterizedTest
    @CsvSource({"APP_PRE_DEPLOY_TASKS, pre-smoke", "APP_PRE_DEPLOY_EVALUATIONS, pre-eval-smoke", "APP_POST_DEPLOY_TASKS, post-smoke",
            "WORKLOAD_POST_DEPLOY_EVALUATIONS, post-eval-smoke", "PROMOTION_TASKS, promotion-smoke"})
    void aCheckHasKeptnsVisiblePrefixAndAHashOfItsOwner(Phase phase, String prefix) {
        assertThat(Names.check("uid", phase, 0, "smoke", 1)).matches(prefix + "-[0-9a-f]{10}");
    }

    @Test
    void theNameOfACheckDoesNotChangeBetweenReleases() {
        assertThat(Names.check("0f2a", Phase.WORKLOAD_PRE_DEPLOY_TASKS, 0, "smoke", 1))
                .isEqualTo("pre-smoke-" + Hash.sha256("0f2a\nWorkloadPreDeployTasks\n0\nsmoke\n1", 10)).isEqualTo("pre-smoke-4ca80621b1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void everythingThatTellsAChecksApartIsInItsName(String sentence, String other) {
        assertThat(other).isNotEqualTo(Names.check("uid", Phase.APP_PRE_DEPLOY_TASKS, 0, "smoke", 1));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments("another owner", Names.check("uid2", Phase.APP_PRE_DEPLOY_TASKS, 0, "smoke", 1)),
                arguments("the same check type at the other level", Names.check("uid", Phase.WORKLOAD_PRE_DEPLOY_TASKS, 0, "smoke", 1)),
                arguments("the same definition in another place", Names.check("uid", Phase.APP_PRE_DEPLOY_TASKS, 1, "smoke", 1)),
                arguments("another definition", Names.check("uid", Phase.APP_PRE_DEPLOY_TASKS, 0, "smoke2", 1)),
                arguments("another attempt", Names.check("uid", Phase.APP_PRE_DEPLOY_TASKS, 0, "smoke", 2)));
    }

    @Test
    void aLongDefinitionIsCutAndTheHashIsNot() {
        String first = Names.check("uid", Phase.PROMOTION_TASKS, 0, "d".repeat(100) + "1", 1);
        String second = Names.check("uid", Phase.PROMOTION_TASKS, 0, "d".repeat(100) + "2", 1);

        assertThat(first).hasSize(60).matches("promotion-d{39}-[0-9a-f]{10}").isNotEqualTo(second);
    }

    @Test
    void aJobIsCalledAfterItsTaskAndTheAttempt() {
        assertThat(Names.job("pre-smoke-0123456789", 1)).isEqualTo("pre-smoke-0123456789-1");
        assertThat(Names.job("t".repeat(61), 1)).isEqualTo("t".repeat(61) + "-1");
    }

    @Test
    void aJobOfATaskWithATooLongNameKeepsAHashOfIt() {
        String first = Names.job("t".repeat(100) + "1", 1);
        String second = Names.job("t".repeat(100) + "2", 1);

        assertThat(first).hasSize(63).matches("t{50}-[0-9a-f]{10}-1").isNotEqualTo(second);
    }
}
