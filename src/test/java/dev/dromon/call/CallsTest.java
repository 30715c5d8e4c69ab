package dev.dromon.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.task.CallOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final CallOutcome YES = CallOutcome.succeeded("yes");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> left = new CopyOnWriteArrayList<>();
    private final Calls calls = new Calls(asked::add, () -> left.add("connections"));

    private CompletableFuture<CallOutcome> begin(String task, int number) {
        CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
        calls.begun(task, "key", number, new Calls.Begun(outcome, () -> left.add(task)));
        return outcome;
    }

    @Test
    void whoBeganIsAskedForWhenItHasEnded() {
        CompletableFuture<CallOutcome> outcome = begin("shop/a", 1);
        assertThat(calls.ongoing("shop/a", "key", 1)).isTrue();
        assertThat(calls.outcome("shop/a", "key", 1)).isEmpty();

        outcome.complete(YES);

        assertThat(asked).containsExactly("shop/a");
        assertThat(calls.ongoing("shop/a", "key", 1)).isFalse();
        assertThat(calls.outcome("shop/a", "key", 1)).contains(YES);
        assertThat(calls.outcome("shop/a", "key", 2)).as("of another attempt nothing is known").isEmpty();
        assertThat(calls.outcome("shop/a", "other", 1)).as("nor of another task of that name").isEmpty();
    }

    @Test
    void whatIsForgottenIsLeft() {
        begin("shop/a", 1);

        calls.forget("shop/a");

        assertThat(left).containsExactly("shop/a");
        assertThat(calls.knows("shop/a")).isFalse();
        assertThat(calls.ongoing("shop/a", "key", 1)).isFalse();
    }

    @Test
    void oneNamespaceLeavesRoomForOthersAndWhoWaitsIsAskedForWhenThereIsRoom() {
        List<CompletableFuture<CallOutcome>> all = IntStream.range(0, 32).mapToObj(i -> begin("shop/" + i, 1)).toList();

        assertThat(calls.room("shop", "shop/late")).isFalse();
        assertThat(calls.room("shop2", "shop2/a")).isTrue();
        all.get(7).complete(YES);

        assertThat(asked).containsExactly("shop/7", "shop/late");
        assertThat(calls.room("shop", "shop/late")).isTrue();
    }

    @Test
    void thereIsAnEndToTheRoomOfAll() {
        IntStream.range(0, 128).forEach(i -> begin("n" + i + "/a", 1));

        assertThat(calls.room("other", "other/a")).isFalse();
    }

    @Test
    void whatIsCutOffByTheEndOfTheProcessHasNotEnded() {
        CompletableFuture<CallOutcome> outcome = begin("shop/a", 1);

        calls.onContextStopping(null);
        outcome.complete(CallOutcome.failed("NoAnswer", "connection closed"));

        assertThat(left).containsExactly("connections");
        assertThat(asked).isEmpty();
        assertThat(calls.outcome("shop/a", "key", 1)).isEmpty();
        begin("shop/b", 1);
        assertThat(left).as("nothing begins any more").contains("shop/b");
        assertThat(calls.room("shop", "shop/c")).isFalse();
    }
}
