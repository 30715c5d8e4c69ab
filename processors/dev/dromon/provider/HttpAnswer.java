package dev.dromon.provider;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What a provider answered.
 *
 * @param status status code
 * @param body   whole
 */
public record HttpAnswer(int status, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int LONGEST = 300;

    boolean good() {
        return status >= OK && status < REDIRECT;
    }

    /** The body as a JSON document; empty when it is none. */
    Optional<JsonNode> document() {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(node -> !node.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The document of a good answer. Said is what an answer that is not good says of itself; that may be empty. */
    JsonNode require(Optional<String> said) throws NoValueException {
        if (!good()) {
            throw new NoValueException(Problem.ERROR, said.map(s -> "the provider answered " + status + ": " + s).orElse("the provider answered " + status + ", expected 200 to 299"));
        }
        return document().orElseThrow(() -> new NoValueException(Problem.UNREADABLE, "expected a JSON document from the provider, found something else"));
    }

    /** A text of the provider as it may be shown: one line, not too long. Empty when there is none. */
    static Optional<String> words(JsonNode node) {
        String text = node.isValueNode() && !node.isNull() ? node.asText().replaceAll("[\\s\\p{Cntrl}]+", " ").strip() : "";
        return text.isEmpty() ? Optional.empty() : Optional.of(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }
}
