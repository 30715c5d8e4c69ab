package dev.dromon.sink;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.dromon.event.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schema that the project ships, as a receiver would use it. */
public final class CloudEventSchema {

    private static final com.networknt.schema.Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(CloudEventSchema.class.getResourceAsStream("/schemas" + CloudEvent.DATA_SCHEMA.substring(CloudEvent.DATA_SCHEMA.lastIndexOf('/'))));

    private CloudEventSchema() {
    }

    /** What is wrong with the data of an event; empty when nothing is. */
    public static List<String> problems(byte[] data) {
        return SCHEMA.validate(new String(data, StandardCharsets.UTF_8), InputFormat.JSON, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true))).stream()
                .map(Error::toString).toList();
    }
}
