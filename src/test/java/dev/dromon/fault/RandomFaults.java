package dev.dromon.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Faults of the given kinds at places that follow from a seed and the number of the write, read or message: the same write of the same runtime always meets the same fate. Which
 * write that is depends on the machine, too: routes run side by side. Bounded: runtimes of later generations, and late writes, are left alone.
 */
final class RandomFaults implements FaultPlan {

    private static final int CRASHES = 3;
    private static final int LAST_WRITE = 120;
    private static final int SURE_WRITE = 4;
    private static final int STRIKES = 5;
    private static final int FIRST_LISTS = 30;
    private static final int MANY = 4;
    private static final int SOME = 12;
    private static final int FEW = 25;
    private static final int LONGEST_DELAY = 1200;
    private static final int LONGEST_LAG = 800;
    private static final int TRUE_CONFLICT = 409;
    private static final Duration SPAN = Duration.ofSeconds(2);

    private final long seed;
    private final int generation;
    private final Set<Fault> faults;
    private int strikes;

    /** The plan of the runtime that comes after so many deaths. */
    RandomFaults(long seed, int generation, Set<Fault> faults) {
        this.seed = seed;
        this.generation = generation;
        this.faults = faults;
    }

    private SplittableRandom random(String what, long number) {
        return new SplittableRandom(new SplittableRandom(seed * 31 + generation).nextLong() ^ (what.hashCode() * 0x9E3779B97F4A7C15L + number));
    }

    @Override
    public Fate fate(ApiCall call) {
        SplittableRandom random = random(call.isWrite() ? "write" : "read", call.isWrite() ? call.write() : call.read());
        boolean early = call.write() <= LAST_WRITE && call.read() <= LAST_WRITE;
        if (faults.contains(Fault.CRASH) && generation < CRASHES && call.isWrite() && (random.nextInt(FEW) == 0 || call.write() == FEW)) {
            return Fate.of(random.nextBoolean() ? Fate.Kind.DIE_BEFORE : Fate.Kind.DIE_AFTER);
        }
        List<Fault> possible = Stream.of(Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS, Fault.CONFLICT, Fault.RESET, Fault.DELAY, Fault.LOST_ANSWER, Fault.SOMEBODY_ELSE)
                .filter(faults::contains).filter(f -> possible(f, call)).toList();
        boolean hit = random.nextInt(call.isWrite() ? MANY : SOME) == 0 || call.write() % FEW == SURE_WRITE;
        return early && hit && !possible.isEmpty() ? fate(possible.get(random.nextInt(possible.size())), random) : Fate.PASS;
    }

    /** An API server does not say "already exists" of what does not exist, and reads have no conflicts. */
    private static boolean possible(Fault fault, ApiCall call) {
        return switch (fault) {
            case CONFLICT -> call.isWrite() && !call.creates() && !call.method().equals("DELETE");
            case LOST_ANSWER, SOMEBODY_ELSE -> call.isWrite();
            default -> true;
        };
    }

    private static Fate fate(Fault fault, SplittableRandom random) {
        return switch (fault) {
            case SERVER_ERROR -> Fate.refused(500);
            case TOO_MANY_REQUESTS -> Fate.refused(429);
            case CONFLICT -> Fate.refused(TRUE_CONFLICT);
            case RESET -> Fate.of(Fate.Kind.RESET);
            case DELAY -> Fate.late(Duration.ofMillis(random.nextInt(1, LONGEST_DELAY)));
            case LOST_ANSWER -> Fate.of(Fate.Kind.LOSE_ANSWER);
            case SOMEBODY_ELSE -> Fate.of(Fate.Kind.TOUCH);
            default -> Fate.PASS;
        };
    }

    @Override
    public void strike(ApiCall call, FaultProxy proxy) {
        SplittableRandom random = random("strike", call.write());
        List<Fault> possible = Stream.of(Fault.CUT_WATCHES, Fault.EXPIRED_WATCHES, Fault.REFUSED_WATCHES, Fault.STALE_LISTS, Fault.AWAY).filter(faults::contains).toList();
        boolean hit = call.isWrite() && (random.nextInt(SOME) == 0 || call.write() == SURE_WRITE);
        if (!hit || possible.isEmpty() || strikes++ >= STRIKES) {
            return;
        }
        switch (possible.get(random.nextInt(possible.size()))) {
            case CUT_WATCHES -> proxy.cutWatches();
            case EXPIRED_WATCHES, STALE_LISTS -> proxy.expireWatches();
            case REFUSED_WATCHES -> proxy.refuseWatches(SPAN);
            case AWAY -> proxy.down(SPAN);
            default -> { }
        }
    }

    @Override
    public boolean stale(ApiCall call) {
        return faults.contains(Fault.STALE_LISTS) && call.read() < LAST_WRITE && (generation > 0 || call.read() > FIRST_LISTS || random("list", call.read()).nextBoolean());
    }

    @Override
    public Duration held(String path, long message) {
        boolean hit = faults.contains(Fault.LAGGING_WATCHES) && random(path.substring(path.lastIndexOf('/')), message).nextInt(MANY) == 0;
        return hit ? Duration.ofMillis(random(path.substring(path.lastIndexOf('/')), -message).nextInt(1, LONGEST_LAG)) : Duration.ZERO;
    }

    @Override
    public boolean doubled(String path, long message) {
        return faults.contains(Fault.DOUBLED_EVENTS) && random(path.substring(path.lastIndexOf('/')), message).nextInt(MANY) == 0;
    }
}
