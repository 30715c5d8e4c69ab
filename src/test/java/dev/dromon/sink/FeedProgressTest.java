package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedProgressTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05.123456Z");

    private static DeadLetter letter(int number, String answer) {
        DeadLetter letter = new DeadLetter();
        letter.id = "id-" + number;
        letter.type = "dev.dromon.app.completed.v1";
        letter.object = "KeptnAppVersion shop/cart-1.0";
        letter.answer = answer;
        letter.time = "2026-01-02T03:04:" + String.format("%02d", number) + ".000000Z";
        return letter;
    }

    private static FeedProgress given(int letters, String answer) {
        FeedProgress progress = FeedProgress.NONE;
        for (int i = 0; i < letters; i++) {
            progress = progress.given(letter(i, answer), new SinkState.Trouble(answer, T0));
        }
        return progress;
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        FeedProgress progress = given(2, "a \"quoted\" ünïcödé 🚀 answer").taken().failed(new SinkState.Trouble("why", T0));

        FeedProgress read = FeedProgress.read(progress.write(4000));

        assertThat(read).usingRecursiveComparison().isEqualTo(progress);
        assertThat(read.delivered()).isEqualTo(1);
        assertThat(read.failing()).isTrue();
    }

    @Test
    void onlyTheNewestLettersAreKeptAndAllAreCounted() {
        FeedProgress progress = given(9, "no");

        assertThat(progress.dead()).isEqualTo(9);
        assertThat(progress.letters()).extracting(l -> l.id).containsExactly("id-4", "id-5", "id-6", "id-7", "id-8");
    }

    @Test
    void whatIsTooLongLosesItsOldestLettersThenTheProblemAndNeverACount() {
        FeedProgress progress = given(5, "✓".repeat(600));

        assertThat(progress.write(4000).getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4000);
        assertThat(FeedProgress.read(progress.write(4000)).letters()).extracting(l -> l.id).containsExactly("id-4");
        assertThat(FeedProgress.read(progress.write(0))).isEqualTo(new FeedProgress(0, 5, false, Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "text", "{}", "[]", "{\"delivered\": ", "null"})
    void whatOthersWroteIsNothing(String text) {
        assertThat(FeedProgress.read(text)).isEqualTo(FeedProgress.NONE);
    }

    @Test
    void partitionsAddUpAndWhatStillHoldsIsToldBeforeWhatIsOver() {
        TopicPartition[] partitions = IntStream.range(0, 4).mapToObj(i -> new TopicPartition("flows", i)).toArray(TopicPartition[]::new);
        FeedProgress waits = FeedProgress.NONE.taken().failed(new SinkState.Trouble("still", T0));
        FeedProgress over = FeedProgress.NONE.failed(new SinkState.Trouble("over", T0.plusSeconds(9))).taken().taken();
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(Map.of(partitions[0], new OffsetAndMetadata(10, waits.write(4000)), partitions[1],
                new OffsetAndMetadata(5, over.write(4000)), partitions[2], new OffsetAndMetadata(7, given(1, "no").write(4000))));
        committed.put(partitions[3], null);

        FeedOverview overview = FeedOverview.of(committed, Map.of(partitions[0], 15L, partitions[1], 5L, partitions[2], 6L, partitions[3], 100L));

        assertThat(overview.delivered()).isEqualTo(3);
        assertThat(overview.dead()).isEqualTo(1);
        assertThat(overview.pending()).as("not below 0, and nothing of what nobody has begun with").isEqualTo(LongStream.of(5, 0, 0).sum());
        assertThat(overview.failing()).isTrue();
        assertThat(overview.trouble()).hasValueSatisfying(t -> assertThat(t.problem()).isEqualTo("still"));
        assertThat(overview.letters()).singleElement().satisfies(l -> assertThat(l.id).isEqualTo("id-0"));
    }

    @Test
    void aTopicThatCannotBeReadIsToldSinceWhenAndWhatIsKnownStays() {
        FeedOverview known = FeedOverview.of(Map.of(new TopicPartition("flows", 0), new OffsetAndMetadata(1, FeedProgress.NONE.taken().write(4000))), Map.of());

        FeedOverview later = known.unread("away", T0).unread("away", T0.plusSeconds(5));

        assertThat(later.unread()).contains(new SinkState.Trouble("away", T0));
        assertThat(later.delivered()).isEqualTo(1);
        assertThat(later.unread("other", T0.plusSeconds(6)).unread()).contains(new SinkState.Trouble("other", T0.plusSeconds(6)));
    }
}
