package dev.dromon.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schemas of CDEvents 0.3.0, as the specification's own Java SDK holds them. */
public final class CDEventSchema {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private CDEventSchema() {
    }

    /** What is wrong with a CDEvent by the schema of its own type; empty when nothing is. A type that the specification does not have is wrong. */
    public static List<String> problems(byte[] cdEvent) {
        try {
            JsonNode context = new ObjectMapper().readTree(cdEvent).path("context");
            String[] type = context.path("type").asText().split("\\.");
            String file = type.length < 4 ? "none" : type[2] + type[3];
            try (InputStream schema = CDEventSchema.class.getResourceAsStream("/dev/cdevents/spec/schemas/" + file + ".json")) {
                return schema == null ? List.of("no schema for type " + context.path("type")) : problems(REGISTRY.getSchema(schema), cdEvent);
            }
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    private static List<String> problems(com.networknt.schema.Schema schema, byte[] cdEvent) {
        return schema.validate(new String(cdEvent, StandardCharsets.UTF_8), InputFormat.JSON, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true))).stream()
                .map(Error::toString).toList();
    }
}
