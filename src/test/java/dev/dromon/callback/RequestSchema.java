package dev.dromon.callback;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schema of requests that the project ships, as a receiver would use it. */
public final class RequestSchema {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(RequestSchema.class.getResourceAsStream("/schemas" + RequestEvent.DATA_SCHEMA.substring(RequestEvent.DATA_SCHEMA.lastIndexOf('/'))));

    private RequestSchema() {
    }

    /** What is wrong with the data of a request; empty when nothing is. */
    public static List<String> problems(byte[] data) {
        return SCHEMA.validate(new String(data, StandardCharsets.UTF_8), InputFormat.JSON, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true))).stream()
                .map(Error::toString).toList();
    }
}
