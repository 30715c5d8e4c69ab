package dev.dromon.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.sandbox.demo.EventConsumer.Arrival;
import dev.dromon.sandbox.demo.EventConsumer.Signatures;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {

    /** Words are {@code <version><sequence>@<lane>}. */
    @ParameterizedTest
    @CsvSource({"a1@0 a2@0 b1@0 a3@0, true", "a1@0 b1@0 b2@0 a2@0, true", "a1@0 a1@0 a2@0 a1@0, true",
            "a2@0 a1@0, false", "a1@0 a3@0, false", "a2@0, false", "a1@0 b1@1, false", "'', true"})
    void orderIsThatOfEachVersionInOneLane(String came, boolean inOrder) {
        assertThat(inbox(came, Optional.empty()).inOrder()).isEqualTo(inOrder);
    }

    @ParameterizedTest
    @CsvSource({"a1@0 a2@0, true", "a1@0 a1@0 a2@0, true", "a1@0, false", "a1@0 a2@0 a3@0, false", "a2@0 a1@0, false"})
    void allThatWasRecordedAndNothingElseIsGood(String came, boolean good) {
        assertThat(inbox(came, Optional.empty()).good(recorded("a1", "a2"))).isEqualTo(good);
    }

    @Test
    void requestThatWasNotSignedIsNotGood() {
        assertThat(inbox("a1@0", Optional.of(new Signatures(1, 0))).good(recorded("a1"))).isTrue();
        assertThat(inbox("a1@0", Optional.of(new Signatures(1, 1))).good(recorded("a1"))).isFalse();
    }

    @Test
    void eventThatHasNotBeenToldYetIsWaitedFor() {
        assertThat(inbox("a1@0", Optional.empty()).good(new FlowRecord(Map.of("a1", "Reason"), 2))).isFalse();
    }

    @Test
    void rowCountsEachEventOnce() {
        assertThat(inbox("a1@0 a2@0 a1@0", Optional.of(new Signatures(3, 1))).row(recorded("a1", "a2", "a3")))
                .containsExactly("name", "2 of 3", "1", "yes", "3 of 4", "a1.v1", "a2.v1");
        assertThat(inbox("", Optional.empty()).row(recorded("a1"))).containsExactly("name", "0 of 1", "0", "-", "-", "-", "-");
    }

    private static FlowRecord recorded(String... ids) {
        Map<String, String> told = new TreeMap<>();
        Stream.of(ids).forEach(id -> told.put(id, "Reason"));
        return new FlowRecord(told, ids.length);
    }

    private static Inbox inbox(String came, Optional<Signatures> signatures) {
        return new Inbox("name", Stream.of(came.split(" ")).filter(word -> !word.isEmpty()).map(InboxTest::arrival).toList(), signatures);
    }

    private static Arrival arrival(String word) {
        List<String> parts = List.of(word.split("@"));
        String id = parts.get(0);
        return new Arrival(CloudEventBuilder.v1().withId(id).withType("dev.dromon." + id + ".v1").withSource(URI.create("/" + id.charAt(0)))
                .withExtension("partitionkey", "shop/cart").withExtension("sequence", String.format(Locale.ROOT, "%010d", Integer.parseInt(id.substring(1)))).build(), parts.get(1));
    }
}
