package dev.dromon.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dromon.task.CallbackAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what an answer says, and refuses what none may say. Rules: docs/reference/tasks.md, the answer. */
public final class AnswerReader {

    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Set<String> FIELDS = Set.of("outcome", "message", "values");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");
    private static final int MESSAGE = 1024;
    private static final int VALUES = 20;
    private static final int VALUE = 256;

    private AnswerReader() {
    }

    /** Something is no answer; the message is one sentence for whoever sent it. */
    public static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }

    /** The answer that came at that time with that token, which must be nowhere in it: what it says is shown to everybody. */
    static CallbackAnswer read(byte[] body, String token, Instant now) throws NoAnswer {
        JsonNode document = document(body);
        require(document.isObject(), "the body must be a JSON object, for example {\"outcome\": \"succeeded\"}");
        require(FIELDS.containsAll(names(document).keySet()), "the body must have no other fields than outcome, message and values");
        String outcome = text(document.path("outcome"));
        require(outcome.equals("succeeded") || outcome.equals("failed"), "outcome must be succeeded or failed");
        require(absent(document.path("message")) || document.path("message").isTextual(), "message must be a text");
        require(absent(document.path("values")) || document.path("values").isObject(), "values must be an object of names and texts");
        CallbackAnswer answer = new CallbackAnswer(now, outcome.equals("succeeded"), bounded("message", text(document.path("message")), MESSAGE), values(document.path("values")));
        require(!answer.message().contains(token) && answer.values().entrySet().stream().noneMatch(e -> e.getKey().contains(token) || e.getValue().contains(token)),
                "message and values must not contain the token, because everybody can read them");
        return answer;
    }

    /** An answer without values, of somebody who shows no token. */
    public static CallbackAnswer plain(boolean succeeded, String message, Instant now) throws NoAnswer {
        return new CallbackAnswer(now, succeeded, bounded("message", message, MESSAGE), Map.of());
    }

    private static JsonNode document(byte[] body) throws NoAnswer {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw new NoAnswer("the body must be one JSON object, with each field once" + where);
        } catch (IOException e) {
            throw new NoAnswer("the body must be JSON in UTF-8");
        }
    }

    private static Map<String, String> values(JsonNode wire) throws NoAnswer {
        require(wire.size() <= VALUES, "values must be at most " + VALUES);
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : names(wire).entrySet()) {
            require(NAME.matcher(entry.getKey()).matches(), "names of values must be 1 to 63 letters, digits, dots, underscores and hyphens");
            require(entry.getValue().isTextual(), "value " + entry.getKey() + " must be a text");
            values.put(entry.getKey(), bounded("value " + entry.getKey(), entry.getValue().textValue(), VALUE));
        }
        return values;
    }

    private static Map<String, JsonNode> names(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.fields().forEachRemaining(e -> fields.put(e.getKey(), e.getValue()));
        return fields;
    }

    private static String bounded(String what, String text, int length) throws NoAnswer {
        require(text.length() <= length, what + " must be at most " + length + " characters");
        require(text.codePoints().noneMatch(AnswerReader::strange), what + " must have no control characters but tabs and line breaks");
        return text;
    }

    /** Half a character cannot be written down, and a control character may do something to a terminal. */
    private static boolean strange(int c) {
        return Character.getType(c) == Character.SURROGATE || Character.isISOControl(c) && c != '\n' && c != '\t';
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static void require(boolean good, String sentence) throws NoAnswer {
        if (!good) {
            throw new NoAnswer(sentence);
        }
    }
}
