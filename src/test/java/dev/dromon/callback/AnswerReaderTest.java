package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromon.task.CallbackAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TOKEN = "T".repeat(43);

    private static CallbackAnswer read(String body) throws AnswerReader.NoAnswer {
        return AnswerReader.read(body.getBytes(StandardCharsets.UTF_8), TOKEN, NOW);
    }

    private static void refused(byte[] body, String sentence) {
        assertThatThrownBy(() -> AnswerReader.read(body, TOKEN, NOW)).isInstanceOf(AnswerReader.NoAnswer.class).hasMessageContaining(sentence).hasNoCause();
    }

    private static String values(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":\"v\"").collect(Collectors.joining(",", "{\"outcome\":\"failed\",\"values\":{", "}}"));
    }

    @Test
    void anAnswerIsReadAsItIs() throws AnswerReader.NoAnswer {
        assertThat(read("{\"outcome\":\"succeeded\"}")).isEqualTo(new CallbackAnswer(NOW, true, "", Map.of()));
        assertThat(read("{\"outcome\":\"failed\",\"message\":null,\"values\":null}")).isEqualTo(new CallbackAnswer(NOW, false, "", Map.of()));
        assertThat(read(" {\"values\": {\"by\": \"Kim \\uD83D\\uDE00\", \"a.b_c-D\": \"\"}, \"message\": \"schön\\n\\tgut\", \"outcome\": \"succeeded\"} "))
                .isEqualTo(new CallbackAnswer(NOW, true, "schön\n\tgut", Map.of("by", "Kim 😀", "a.b_c-D", "")));
    }

    @Test
    void theLargestOneThatIsAllowedIsTaken() throws AnswerReader.NoAnswer {
        assertThat(read("{\"outcome\":\"failed\",\"message\":\"" + "m".repeat(1024) + "\"}").message()).hasSize(1024);
        assertThat(read(values(20)).values()).hasSize(20);
        assertThat(read("{\"outcome\":\"failed\",\"values\":{\"" + "n".repeat(63) + "\":\"" + "v".repeat(256) + "\"}}").values()).hasSize(1);
    }

    @Test
    void oneThatIsLargerIsRefusedByName() {
        refused(("{\"outcome\":\"failed\",\"message\":\"" + "m".repeat(1025) + "\"}").getBytes(StandardCharsets.UTF_8), "message must be at most 1024 characters");
        refused(values(21).getBytes(StandardCharsets.UTF_8), "values must be at most 20");
        refused(("{\"outcome\":\"failed\",\"values\":{\"" + "n".repeat(64) + "\":\"v\"}}").getBytes(StandardCharsets.UTF_8), "names of values must be 1 to 63");
        refused(("{\"outcome\":\"failed\",\"values\":{\"n\":\"" + "v".repeat(257) + "\"}}").getBytes(StandardCharsets.UTF_8), "value n must be at most 256 characters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | must be a JSON object",
        "null | must be a JSON object",
        "[] | must be a JSON object",
        "\"succeeded\" | must be a JSON object",
        "{ | must be one JSON object, with each field once, line 1",
        "{} | outcome must be succeeded or failed",
        "{\"outcome\":\"Succeeded\"} | outcome must be succeeded or failed",
        "{\"outcome\":true} | outcome must be succeeded or failed",
        "{\"outcome\":[\"succeeded\"]} | outcome must be succeeded or failed",
        "{\"outcome\":\"succeeded\",\"outcome\":\"failed\"} | with each field once",
        "{\"outcome\":\"succeeded\"} {} | must be one JSON object",
        "{\"outcome\":\"succeeded\"} x | must be one JSON object",
        "{\"outcome\":\"succeeded\",\"state\":\"x\"} | no other fields than",
        "{\"outcome\":\"succeeded\",\"message\":1} | message must be a text",
        "{\"outcome\":\"succeeded\",\"message\":{}} | message must be a text",
        "{\"outcome\":\"succeeded\",\"message\":\"a\\u0000b\"} | message must have no control characters",
        "{\"outcome\":\"succeeded\",\"message\":\"\\u001b[31m\"} | message must have no control characters",
        "{\"outcome\":\"succeeded\",\"message\":\"\\ud800\"} | message must have no control characters",
        "{\"outcome\":\"succeeded\",\"values\":[]} | values must be an object",
        "{\"outcome\":\"succeeded\",\"values\":\"a\"} | values must be an object",
        "{\"outcome\":\"succeeded\",\"values\":{\"a\":1}} | value a must be a text",
        "{\"outcome\":\"succeeded\",\"values\":{\"a\":null}} | value a must be a text",
        "{\"outcome\":\"succeeded\",\"values\":{\"a\":\"\\ud800\"}} | value a must have no control",
        "{\"outcome\":\"succeeded\",\"values\":{\"a\":\"1\",\"a\":\"2\"}} | with each field once",
        "{\"outcome\":\"succeeded\",\"values\":{\"\":\"1\"}} | names of values must be",
        "{\"outcome\":\"succeeded\",\"values\":{\"a b\":\"1\"}} | names of values must be",
        "{\"outcome\":\"succeeded\",\"values\":{\"a/../b\":\"1\"}} | names of values must be",
        "{\"outcome\":\"succeeded\",\"values\":{\"ä\":\"1\"}} | names of values must be"})
    void whatIsNoAnswerIsRefusedWithOneSentence(String body, String sentence) {
        refused(body.getBytes(StandardCharsets.UTF_8), sentence);
    }

    @Test
    void whatIsNoTextAtAllIsRefused() {
        refused(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}, "the body must be");
        refused("[".repeat(100_000).getBytes(StandardCharsets.UTF_8), "the body must be one JSON object");
        refused(("{\"outcome\":\"succeeded\",\"message\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8), "the body must be one JSON object");
    }

    @Test
    void oneThatWouldShowTheTokenToEverybodyIsRefused() {
        for (String body : new String[] {"\"message\":\"see /callbacks/" + TOKEN + "\"", "\"values\":{\"token\":\"" + TOKEN + "\"}", "\"values\":{\"" + TOKEN + "\":\"\"}"}) {
            refused(("{\"outcome\":\"succeeded\"," + body + "}").getBytes(StandardCharsets.UTF_8), "must not contain the token");
        }
    }

    @Test
    void anAnswerWithoutADocumentHasTheSameBounds() throws AnswerReader.NoAnswer {
        assertThat(AnswerReader.plain(true, "fine", NOW)).isEqualTo(new CallbackAnswer(NOW, true, "fine", Map.of()));
        assertThat(AnswerReader.plain(false, "x".repeat(1024), NOW).message()).hasSize(1024);
        for (String message : new String[] {"x".repeat(1025), "\u001b[2J", "\u0000", "\ud800"}) {
            assertThatThrownBy(() -> AnswerReader.plain(true, message, NOW)).isInstanceOf(AnswerReader.NoAnswer.class)
                    .hasMessageStartingWith("message must ").hasMessageNotContaining("xx");
        }
    }
}
