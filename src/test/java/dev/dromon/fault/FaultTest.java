package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Whatever goes wrong between the runtime and the API server, the outcome of a flow is that of the undisturbed flow. */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultTest {

    private static final int MIXTURES = Integer.getInteger("dromon.fault.mixtures", 12);
    private static final Long ONE_SEED = Long.getLong("dromon.fault.seed");
    private static final int TIMES = Integer.getInteger("dromon.fault.times", 1);
    private static final int LARGEST_MIXTURE = 4;
    private static final int IN_MID_FLOW = 12;
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final Duration VANISHED = Duration.ofMinutes(3);
    private static CompletableFuture<Void> halfOpen;

    private static void run(String what, Stream<Trial> trials, Consumer<Lanes.Done> done) {
        Stage stage = Stage.open();
        Iterator<Trial> rest = trials.iterator();
        Lanes.run(what, stage, () -> next(rest), done);
    }

    private static synchronized Optional<Trial> next(Iterator<Trial> rest) {
        return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }

    private static void struck(Lanes.Done done) {
        assertThat(done.report().deaths() + done.report().struck().size()).as("faults injected into " + done.trial().name()).isPositive();
    }

    @Test
    void everySingleFaultLeavesTheOutcomeAsItIs() {
        run("single faults", Arrays.stream(Fault.values()).flatMap(fault -> Flow.chosen().stream().map(flow -> single(fault, flow))), FaultTest::struck);
    }

    private static Trial single(Fault fault, Flow flow) {
        return new Trial(flow + " with " + fault, flow, generation -> new RandomFaults(1, generation, Set.of(fault)));
    }

    @Test
    void mixturesOfFaultsLeaveTheOutcomeAsItIs() {
        Stream<Trial> mixtures = ONE_SEED == null ? IntStream.rangeClosed(1, MIXTURES).mapToObj(FaultTest::mixture) : Stream.generate(() -> mixture(ONE_SEED)).limit(TIMES);
        run("mixtures", mixtures, FaultTest::struck);
    }

    private static Trial mixture(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Flow flow = Flow.values()[random.nextInt(Flow.values().length)];
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (int i = random.nextInt(2, LARGEST_MIXTURE + 1); i > 0; i--) {
            faults.add(Fault.values()[random.nextInt(Fault.values().length)]);
        }
        return new Trial("dromon.fault.seed=" + seed + ": " + flow + " with " + faults, flow, generation -> new RandomFaults(seed, generation, faults));
    }

    @Test
    void twoRuntimesThatBothLeadComeToTheSame() {
        run("two leaders", IntStream.rangeClosed(1, 3).boxed().flatMap(seed -> Flow.chosen().stream().map(flow -> twoLeaders(seed, flow))), FaultTest::struck);
    }

    private static Trial twoLeaders(long seed, Flow flow) {
        Set<Fault> slow = Set.of(Fault.DELAY, Fault.LAGGING_WATCHES);
        List<IntFunction<FaultPlan>> both = List.of(g -> new RandomFaults(seed, g, slow), g -> new RandomFaults(-seed, g, slow));
        return new Trial(flow + " under two leaders, seed " + seed, flow, Trial.PATIENCE, InstantSource.system(), both);
    }

    @Test
    void anApiServerThatIsAwayForHalfAMinuteOnlyCostsThatTime() {
        run("API server away for 30 s", Flow.chosen().stream().map(flow -> once(flow, "API server away", proxy -> proxy.down(AWAY), Trial.PATIENCE)), FaultTest::struck);
    }

    /** Almost all of it is waiting: it goes on beside the other tests. */
    @BeforeAll
    static void beginWithWhatTakesLongest() {
        if (ONE_SEED == null) {
            beginHalfOpen();
        }
    }

    private static void beginHalfOpen() {
        halfOpen = CompletableFuture.runAsync(() -> run("half-open for 3 min",
                Flow.chosen().stream().map(flow -> once(flow, "half-open", proxy -> proxy.vanish(VANISHED), VANISHED.plus(VANISHED))), FaultTest::struck));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aConnectionWhosePacketsVanishForThreeMinutesOnlyCostsThatTime() {
        if (halfOpen == null) {
            beginHalfOpen();
        }
        halfOpen.join();
    }

    @Test
    void aClockThatIsSetByTwoHoursChangesNothing() {
        Stream<Trial> trials = Stream.of(Duration.ofHours(2), Duration.ofHours(-2)).flatMap(jump -> Flow.chosen().stream().map(flow -> clock(flow, jump)));
        run("clock set by two hours", trials, done -> { });
    }

    /** The wall clock of the runtime is right at first, and off by the jump from a write in mid-flow on. */
    private static Trial clock(Flow flow, Duration jump) {
        AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);
        return new Trial(flow + ", clock set by " + jump, flow, Trial.PATIENCE, () -> Instant.now().plus(off.get()), List.of(generation -> inMidFlow(proxy -> off.set(jump))));
    }

    /** Something that befalls the runtime once, in mid-flow. */
    private static Trial once(Flow flow, String what, Consumer<FaultProxy> strike, Duration patience) {
        return new Trial(flow + ", " + what + " at write " + IN_MID_FLOW, flow, patience, InstantSource.system(), List.of(generation -> inMidFlow(strike)));
    }

    private static FaultPlan inMidFlow(Consumer<FaultProxy> strike) {
        return new FaultPlan() {
            @Override
            public Fate fate(ApiCall call) {
                return Fate.PASS;
            }

            @Override
            public void strike(ApiCall call, FaultProxy proxy) {
                if (call.write() == IN_MID_FLOW) {
                    strike.accept(proxy);
                }
            }
        };
    }
}
