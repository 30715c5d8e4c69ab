package dev.dromon.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Base of all spec and status parts: keeps the fields it does not know, so that an object that was read and written back
 * has lost nothing (Kubernetes API conventions, "unknown fields" of round trips).
 *
 * <p>Empty strings, lists and maps are left out when written; 0 and false are kept.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public abstract class ApiObject {

    private final Map<String, Object> unknown = new LinkedHashMap<>();

    /** Fields found while reading that this type does not declare: JSON name to JSON value; empty when there were none. */
    @JsonAnyGetter
    public Map<String, Object> unknownFields() {
        return unknown;
    }

    /** Keeps one undeclared field; called while decoding, never throws. */
    @JsonAnySetter
    public void keepUnknownField(String name, Object value) {
        unknown.put(name, value);
    }
}
