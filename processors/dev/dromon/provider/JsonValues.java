package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers in a JSON document, by a JSONPath of names, indexes and wildcards. Filters, lists of names and repeated descents are refused: they can take for ever. */
final class JsonValues {

    private static final Configuration JSON = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider()).options(Option.ALWAYS_RETURN_LIST).build();
    private static final Pattern PATH = Pattern.compile("\\$[^?,]{0,999}");

    private final JsonPath path;

    private JsonValues(JsonPath path) {
        this.path = path;
    }

    /** Refused when the text is no path. */
    static JsonValues at(String path) throws NoValueException {
        try {
            if (PATH.matcher(path).matches() && path.indexOf("..") == path.lastIndexOf("..")) {
                return new JsonValues(JsonPath.compile(path));
            }
        } catch (InvalidPathException | IllegalArgumentException e) {
            // Told below, in our words.
        }
        throw new NoValueException(Problem.METRIC_UNUSABLE, "expected a JSONPath in spec.jsonPath, such as $.data.value, without filters, commas and more than one .., found something else; correct it");
    }

    /** All numbers in the order of the document, those of an array one by one; null is left out. Refused when there is anything else. */
    List<Sample> in(JsonNode document) throws NoValueException {
        List<Sample> samples = new ArrayList<>();
        for (JsonNode found : read(document)) {
            for (JsonNode each : found.isArray() ? found : List.of(found)) {
                if (!each.isNull()) {
                    samples.add(Sample.of(each).orElseThrow(() -> new NoValueException(Problem.UNREADABLE,
                            "expected numbers at " + path.getPath() + " of the answer, found " + each.getNodeType().name().toLowerCase(Locale.ROOT))));
                }
            }
        }
        return samples;
    }

    private JsonNode read(JsonNode document) throws NoValueException {
        try {
            return path.read(document, JSON);
        } catch (JsonPathException e) {
            throw new NoValueException(Problem.NO_DATA, "there is nothing at " + path.getPath() + " of the answer");
        }
    }
}
