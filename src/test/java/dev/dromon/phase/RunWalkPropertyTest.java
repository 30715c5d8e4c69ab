package dev.dromon.phase;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Many runs in which everything that can happen to a run happens in any order. */
class RunWalkPropertyTest {

    private static final int WALKS = 850;
    private static final int STEPS = 120;
    private static final int STEPS_AFTER_THE_END = 8;

    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    @Property(tries = WALKS, shrinking = ShrinkingMode.OFF)
    void noWalkBreaksTheRulesAndEveryWalkCanBeBroughtToAnEnd(@ForAll long seed) {
        Random random = new Random(seed);
        RunWalk walk = new RunWalk(random);
        int stepsAfterTheEnd = 0;
        for (int step = 0; step < STEPS; step++) {
            walk.step();
            stepsAfterTheEnd += walk.ended() ? 1 : 0;
            if (stepsAfterTheEnd > STEPS_AFTER_THE_END) {
                Statistics.label("ended while walking").collect(walk.verdict());
                walk.asked().forEach(Statistics.label("asked")::collect);
                walk = new RunWalk(random);
                stepsAfterTheEnd = 0;
            }
        }
        walk.settle();
        Statistics.label("ended when nothing was in the way any more").collect(walk.verdict());
        walksThatReachNoneOfTheEndsProveNothing();
    }

    private static void walksThatReachNoneOfTheEndsProveNothing() {
        Statistics.label("ended while walking").coverage(c -> {
            c.check("SUCCEEDED").count(n -> n > 20);
            c.check("SUCCEEDED with a warning").count(n -> n > 20);
            c.check("FAILED").count(n -> n > 20);
            c.check("DEPRECATED").count(n -> n > 20);
        });
        Statistics.label("asked").coverage(c -> List.of("RETRY", "SKIP", "ABORT", "APPROVE", "REFUSED", "RESUMED", "reopened").forEach(what -> c.check(what).count(n -> n > 20)));
        Statistics.label("ended when nothing was in the way any more").coverage(c -> {
            c.check("SUCCEEDED").count(n -> n > 20);
            c.check("FAILED").count(n -> n > 20);
        });
    }
}
