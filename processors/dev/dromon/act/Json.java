package dev.dromon.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Writes plain values as one line of JSON. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** The JSON of an object made of strings, numbers, truth values, lists and maps of strings to these; anything that cannot be written is an error of the program. */
    static String line(Object plain) {
        try {
            return MAPPER.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written as JSON", e);
        }
    }
}
