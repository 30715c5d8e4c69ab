package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final WorkQueue queue = new WorkQueue(Duration.ofMillis(100), Duration.ofSeconds(60), now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void additionsOfOneKeyCoalesce() {
        queue.add("a");
        queue.add("b");
        queue.add("a");
        assertThat(queue.depth()).isEqualTo(2);
        assertThat(queue.poll()).contains("a");
        assertThat(queue.poll()).contains("b");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void keyAddedWhileWorkedOnComesOnceMoreAfterwards() {
        queue.add("a");
        queue.poll();
        queue.add("a");
        queue.add("a");
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.inFlight()).isEqualTo(1);
        queue.done("a");
        assertThat(queue.poll()).contains("a");
        queue.done("a");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void requeueAfterBringsTheKeyBackInTimeAndNotBefore() {
        queue.add("a");
        queue.poll();
        queue.done("a", Duration.ofMinutes(5));
        pass(Duration.ofSeconds(299));
        assertThat(queue.poll()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(queue.poll()).contains("a");
    }

    @Test
    void earlierEventReplacesTheTimer() {
        queue.add("a");
        queue.poll();
        queue.done("a", Duration.ofMinutes(5));
        queue.add("a");
        assertThat(queue.poll()).contains("a");
        queue.done("a");
        pass(Duration.ofHours(1));
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void delayedAdditionsAreOneLookAfterTheFirstOfThem() {
        queue.add("a", Duration.ofMillis(100));
        pass(Duration.ofMillis(60));
        queue.add("a", Duration.ofMillis(100));
        assertThat(queue.poll()).isEmpty();
        pass(Duration.ofMillis(40));
        assertThat(queue.poll()).contains("a");
        queue.done("a");
        pass(Duration.ofHours(1));
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void backOffDoesNotHoldBackWhatWasAskedForMeanwhile() {
        queue.add("a");
        queue.poll();
        queue.add("a", Duration.ofMillis(50));
        queue.failed("a");
        pass(Duration.ofMillis(50));
        assertThat(queue.poll()).contains("a");
    }

    @Test
    void timersOfOneKeyDoNotPileUp() {
        for (int i = 0; i < 1000; i++) {
            queue.add("a");
            queue.poll();
            queue.done("a", Duration.ofHours(1));
        }
        assertThat(queue.delayed()).isEqualTo(1);
        pass(Duration.ofHours(1));
        assertThat(queue.poll()).contains("a");
        assertThat(queue.delayed()).isZero();
    }

    @Test
    void timersStayInOrderWhenTheClockOverflows() {
        now.set(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());
        for (String key : new String[] {"late", "early"}) {
            queue.add(key);
            assertThat(queue.poll()).contains(key);
        }
        queue.done("late", Duration.ofSeconds(10));
        queue.done("early", Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(queue.poll()).contains("early");
        pass(Duration.ofSeconds(9));
        assertThat(queue.poll()).contains("late");
    }

    @Test
    void failuresDoubleTheBackoffUpToItsEnd() {
        queue.add("a");
        queue.poll();
        long[] expectedMillis = {100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000};
        for (int i = 0; i < expectedMillis.length; i++) {
            assertThat(queue.failed("a")).isEqualTo(i + 1);
            pass(Duration.ofMillis(expectedMillis[i] - 1));
            assertThat(queue.poll()).as("failure %d", i + 1).isEmpty();
            pass(Duration.ofMillis(1));
            assertThat(queue.poll()).as("failure %d", i + 1).contains("a");
            assertThat(queue.failures("a")).isEqualTo(i + 1);
        }
    }

    @Test
    void hundredFailuresDoNotOverflow() {
        queue.add("a");
        queue.poll();
        for (int i = 0; i < 100; i++) {
            queue.failed("a");
            pass(Duration.ofSeconds(60));
            assertThat(queue.poll()).contains("a");
        }
    }

    @Test
    void conflictComesBackAfterATenthOfTheBackoff() {
        queue.add("a");
        queue.poll();
        queue.conflicted("a");
        pass(Duration.ofMillis(9));
        assertThat(queue.poll()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(queue.poll()).contains("a");
    }

    @Test
    void conflictAfterManyFailuresComesBackWithinASecond() {
        queue.add("a");
        queue.poll();
        for (int i = 0; i < 20; i++) {
            queue.failed("a");
            pass(Duration.ofSeconds(60));
            queue.poll();
        }
        queue.conflicted("a");
        pass(Duration.ofMillis(999));
        assertThat(queue.poll()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(queue.poll()).contains("a");
    }

    @Test
    void hastenedKeysThatFailedComeBackAtOnceAndOthersWhenTheyAreDue() {
        queue.add("failed");
        queue.poll();
        queue.failed("failed");
        queue.add("later", Duration.ofMillis(50));

        queue.hasten();

        assertThat(queue.poll()).contains("failed");
        assertThat(queue.poll()).isEmpty();
        pass(Duration.ofMillis(50));
        assertThat(queue.poll()).contains("later");
        assertThat(queue.failures("failed")).as("not forgotten").isEqualTo(1);
    }

    @Test
    void goodRunForgetsTheFailures() {
        queue.add("a");
        queue.poll();
        queue.failed("a");
        pass(Duration.ofMillis(100));
        queue.poll();
        queue.done("a");
        assertThat(queue.failures("a")).isZero();
    }

    @Test
    void oneKeysBackoffDoesNotDelayAnother() {
        queue.add("a");
        queue.poll();
        queue.failed("a");
        queue.add("b");
        assertThat(queue.poll()).contains("b");
    }

    @Test
    void closedQueueTakesAndGivesNothing() throws InterruptedException {
        queue.add("a");
        queue.close();
        queue.add("b");
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.take(() -> true)).isNull();
    }

    @Test
    void waitingTakerGetsAKeyAddedLaterAndOneThatRipens() {
        WorkQueue real = new WorkQueue(Duration.ofMillis(1), Duration.ofSeconds(1), System::nanoTime);
        CompletableFuture<String> first = taken(real, new AtomicBoolean(true));
        real.add("a");
        assertThat(first.join()).isEqualTo("a");
        CompletableFuture<String> second = taken(real, new AtomicBoolean(true));
        real.done("a", Duration.ofMillis(30));
        assertThat(second.join()).isEqualTo("a");
    }

    @Test
    void wokenTakerLeavesWhenItIsToStop() {
        WorkQueue real = new WorkQueue(Duration.ofMillis(1), Duration.ofSeconds(1), System::nanoTime);
        AtomicBoolean going = new AtomicBoolean(true);
        CompletableFuture<String> taker = taken(real, going);
        going.set(false);
        await().until(() -> {
            real.wake();
            return taker.isDone();
        });
        assertThat(taker.join()).isNull();
    }

    private static CompletableFuture<String> taken(WorkQueue from, AtomicBoolean going) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return from.take(going::get);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void howLongAKeyWasDueIsToldWhenItIsTaken() {
        List<Duration> waits = new ArrayList<>();
        WorkQueue timed = new WorkQueue(Duration.ofMillis(100), Duration.ofSeconds(60), now::get, waits::add);
        timed.add("a");
        pass(Duration.ofSeconds(1));
        timed.add("a");
        pass(Duration.ofSeconds(2));
        timed.poll();
        assertThat(waits).as("from the first cause").containsExactly(Duration.ofSeconds(3));

        timed.add("a");
        pass(Duration.ofSeconds(4));
        timed.done("a", Duration.ofSeconds(1));
        timed.poll();
        assertThat(waits).as("asked for while it was looked at").hasSize(2).last().isEqualTo(Duration.ofSeconds(4));

        timed.done("a", Duration.ofSeconds(10));
        pass(Duration.ofSeconds(15));
        timed.poll();
        assertThat(waits).as("due by its timer, while no worker was free to notice").hasSize(3).last().isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void keysWhoseTimeHasComeCountAsWaitingAlthoughNoWorkerIsFreeToNotice() {
        queue.add("a", Duration.ofSeconds(1));
        assertThat(queue.depth()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(queue.depth()).isEqualTo(1);
        assertThat(queue.delayed()).isZero();
    }
}
