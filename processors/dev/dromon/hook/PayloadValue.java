package dev.dromon.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import dev.dromon.api.WebhookValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text that is written in a trigger or found in a delivery.
 *
 * @param what  what it is for, for people
 * @param fixed the text; empty when it is found
 * @param path  where it is found; empty when it is fixed
 */
record PayloadValue(String what, Optional<String> fixed, Optional<JsonPath> path) {

    /** Longest text that is taken from a delivery, in bytes of UTF-8. */
    static final int MAX_BYTES = 4096;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Configuration JSON = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider()).build();

    /** A value as a trigger has it. IllegalArgumentException, with a sentence, when its path is none, or one that may mean several places. */
    static PayloadValue of(String what, WebhookValue value) {
        return value.value != null ? new PayloadValue(what, Optional.of(value.value), Optional.empty()) : at(what, value.jsonPath);
    }

    /** What is found under a path; as above. */
    static PayloadValue at(String what, String path) {
        Optional<JsonPath> compiled = compile(path).filter(JsonPath::isDefinite);
        if (compiled.isEmpty()) {
            throw new IllegalArgumentException("expected a path to one place for " + what + ", such as $.repository.name, found '" + path + "'; correct it");
        }
        return new PayloadValue(what, Optional.empty(), compiled);
    }

    private static Optional<JsonPath> compile(String path) {
        try {
            return Optional.of(JsonPath.compile(path));
        } catch (InvalidPathException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text, number or truth value for a body, as text; refused when there is something else, nothing, or too much. */
    String in(JsonNode body) throws WebhookRefusal {
        return fixed.isPresent() ? fixed.get() : text(found(body));
    }

    /** As {@link #in}; empty when there can be no object of that name. */
    Optional<String> nameIn(JsonNode body) throws WebhookRefusal {
        return Optional.of(in(body)).filter(NAME.asMatchPredicate());
    }

    /** Whether just that text, number or truth value is there. */
    boolean is(String expected, JsonNode body) {
        return found(body).filter(JsonNode::isValueNode).filter(n -> !n.isNull() && n.asText().equals(expected)).isPresent();
    }

    private Optional<JsonNode> found(JsonNode body) {
        try {
            return Optional.ofNullable(path.orElseThrow().read(body, JSON));
        } catch (PathNotFoundException e) {
            return Optional.empty();
        }
    }

    private String text(Optional<JsonNode> found) throws WebhookRefusal {
        String kind = found.map(n -> n.getNodeType().name().toLowerCase(Locale.ROOT)).orElse("nothing");
        if (found.isEmpty() || !(found.get().isTextual() || found.get().isNumber() || found.get().isBoolean())) {
            throw refused("found " + kind);
        }
        String text = found.get().asText();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refused("found a text that is no Unicode");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw refused("found more than " + MAX_BYTES + " bytes");
        }
        return text;
    }

    private WebhookRefusal refused(String found) {
        return WebhookRefusal.unusable("expected a text, number or truth value for " + what + " at " + path.orElseThrow().getPath() + " of the body, " + found);
    }
}
