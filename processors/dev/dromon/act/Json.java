package dev.dromon.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Writes what tasks get in their environment as one line of JSON. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** The JSON of an object made of strings and maps of strings; anything that cannot be written is an error of the program. */
    static String line(Object plain) {
        try {
            return MAPPER.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and maps of strings can be written as JSON", e);
        }
    }
}
