package dev.dromon.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import dev.dromon.api.HttpAssertion;
import dev.dromon.call.Placeholders.UnusableRequest;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Something that must be so at one place of an answer. Pure. Rules: docs/reference/tasks.md, assertions.
 *
 * @param path     to one place
 * @param operator one of the eight
 * @param value    what is found there is compared with; empty for exists and absent
 */
record Assertion(JsonPath path, String operator, String value) {

    private static final Configuration JSON = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider()).build();
    private static final ObjectMapper VALUES = new ObjectMapper();
    private static final int SHOWN = 100;
    private static final int DIGITS = 64;

    /** As a definition has it. {@link UnusableRequest} when its path is none, or one that may mean several places. */
    static Assertion of(HttpAssertion wanted) throws UnusableRequest {
        return new Assertion(compiled(wanted.path), wanted.operator == null ? "==" : wanted.operator, wanted.value == null ? "" : wanted.value);
    }

    private static JsonPath compiled(String path) throws UnusableRequest {
        try {
            JsonPath compiled = JsonPath.compile(path);
            if (compiled.isDefinite()) {
                return compiled;
            }
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw unusable(path);
        }
        throw unusable(path);
    }

    private static UnusableRequest unusable(String path) {
        return new UnusableRequest("expected in path of spec.http.assertions a path to one place, such as $.checks[0].state, found '" + path + "'; correct it");
    }

    /** What is wrong with an answer, in one sentence of bounded length; empty when it is as it must be. */
    Optional<String> problem(JsonNode answer) {
        Optional<JsonNode> found = found(answer);
        return holds(found) ? Optional.empty() : Optional.of("expected " + path.getPath() + " " + (operator + " " + shown(value)).strip() + ", found "
                + found.map(node -> shown(node.isValueNode() ? node.asText() : node.toString())).orElse("nothing"));
    }

    private Optional<JsonNode> found(JsonNode answer) {
        try {
            // A function such as length() gives a number of Java.
            return Optional.ofNullable(path.<Object>read(answer, JSON)).<JsonNode>map(VALUES::valueToTree).filter(node -> !node.isNull() && !node.isMissingNode());
        } catch (JsonPathException e) {
            return Optional.empty();
        }
    }

    private boolean holds(Optional<JsonNode> found) {
        return switch (operator) {
            case "exists" -> found.isPresent();
            case "absent" -> found.isEmpty();
            case "!=" -> found.isPresent() && !equal(found.get());
            case "==" -> found.isPresent() && equal(found.get());
            default -> found.flatMap(this::compared).filter(this::ordered).isPresent();
        };
    }

    private boolean equal(JsonNode found) {
        return found.isValueNode() && compared(found).map(order -> order == 0).orElseGet(() -> found.asText().equals(value));
    }

    private boolean ordered(int order) {
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private Optional<Integer> compared(JsonNode found) {
        return found.isValueNode() ? number(found.asText()).flatMap(number -> number(value).map(number::compareTo)) : Optional.empty();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.length() <= DIGITS ? Optional.of(new BigDecimal(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
