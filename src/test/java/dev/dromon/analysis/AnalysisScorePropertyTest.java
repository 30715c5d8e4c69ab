package dev.dromon.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AnalysisScorePropertyTest {

    /** An objective and what was answered for it. */
    record Judged(int weight, boolean key, String value) {
    }

    @Provide
    Arbitrary<Judged> judged() {
        return Combinators.combine(Arbitraries.integers().between(0, 5), Arbitraries.of(true, false, false), Arbitraries.of("1", "5", "7", "10", "11", "NaN", "")).as(Judged::new);
    }

    private static AnalysisResult score(List<Judged> judged, int pass, int warning) {
        List<Objective> objectives = IntStream.range(0, judged.size()).mapToObj(i -> Analyses.objective("t" + i, judged.get(i).weight(), judged.get(i).key())).toList();
        return Analyses.score(new Definition(objectives, pass, warning), judged.stream().map(Judged::value).toArray(String[]::new));
    }

    /** 0 failed, 1 warning, 2 passed. */
    private static int rank(AnalysisResult result) {
        return result.pass() ? 2 : result.warning() ? 1 : 0;
    }

    @Property
    void passAndWarningExcludeEachOther(@ForAll @Size(max = 6) List<@From("judged") Judged> judged, @ForAll @IntRange(min = 1, max = 100) int pass) {
        AnalysisResult result = score(judged, pass, pass - 1);

        assertThat(result.pass() && result.warning()).isFalse();
        assertThat(result.total()).isBetween(BigDecimal.ZERO, result.maximum());
    }

    @Property
    void theOrderOfTheObjectivesDoesNotMatter(@ForAll @Size(max = 6) List<@From("judged") Judged> judged, @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 100) int pass) {
        List<Judged> shuffled = new ArrayList<>(judged);
        Collections.shuffle(shuffled, random);

        assertThat(rank(score(shuffled, pass, 0))).isEqualTo(rank(score(judged, pass, 0)));
    }

    @Property
    void aWorseValueNeverHelps(@ForAll @Size(min = 1, max = 6) List<@From("judged") Judged> judged, @ForAll @IntRange(min = 1, max = 100) int pass) {
        List<Judged> worse = new ArrayList<>(judged);
        worse.set(0, new Judged(judged.get(0).weight(), judged.get(0).key(), "11"));

        assertThat(rank(score(worse, pass, 0))).isLessThanOrEqualTo(rank(score(judged, pass, 0)));
    }

    @Property
    void noNumberIsNeverBetterThanAFailure(@ForAll @Size(min = 1, max = 6) List<@From("judged") Judged> judged, @ForAll @IntRange(min = 1, max = 100) int pass) {
        List<Judged> failing = new ArrayList<>(judged);
        failing.set(0, new Judged(judged.get(0).weight(), judged.get(0).key(), "11"));
        List<Judged> missing = new ArrayList<>(judged);
        missing.set(0, new Judged(judged.get(0).weight(), judged.get(0).key(), "NaN"));

        assertThat(rank(score(missing, pass, 0))).isEqualTo(rank(score(failing, pass, 0)));
    }

    @Property
    void aKeyObjectiveThatFailedIsNeverMadeUpFor(@ForAll @Size(max = 6) List<@From("judged") Judged> judged, @ForAll @IntRange(min = 0, max = 5) int weight) {
        List<Judged> more = new ArrayList<>(judged);
        more.add(new Judged(weight, true, "11"));

        assertThat(rank(score(more, 1, 0))).isZero();
    }
}
