package dev.dromon.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** The log as JSON, by the configuration that users name. */
class JsonLogTest {

    @Test
    void aLineIsOneObjectWithAllThatTheTextSays() throws IOException {
        Layout<?> layout = layout();
        Log4jLogEvent event = Log4jLogEvent.newBuilder().setLoggerName("dev.dromon.act.RunCommitProcessor").setLevel(Level.INFO).setThreadName("worker")
                .setMessage(new SimpleMessage("moved kind=KeptnAppVersion reason=\"a\nb\"")).setThrown(new IllegalStateException("no room")).setTimeMillis(1_767_323_045_678L).build();

        String line = new String(layout.toByteArray(event), StandardCharsets.UTF_8);

        assertThat(line.strip()).doesNotContain("\n");
        JsonNode read = new ObjectMapper().readTree(line);
        assertThat(Instant.parse(read.path("@timestamp").asText())).isEqualTo(Instant.ofEpochMilli(1_767_323_045_678L));
        assertThat(read.path("log.level").asText()).isEqualTo("INFO");
        assertThat(read.path("log.logger").asText()).isEqualTo("dev.dromon.act.RunCommitProcessor");
        assertThat(read.path("message").asText()).isEqualTo("moved kind=KeptnAppVersion reason=\"a\nb\"");
        assertThat(read.path("process.thread.name").asText()).isEqualTo("worker");
        assertThat(read.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(read.path("error.message").asText()).isEqualTo("no room");
        assertThat(read.path("error.stack_trace").asText()).contains("JsonLogTest");
    }

    /** Read into a context of its own that is never started: the one of this JVM is that of all tests. */
    private static Layout<?> layout() {
        LoggerContext context = new LoggerContext("json-log-test");
        Configuration configuration = ConfigurationFactory.getInstance().getConfiguration(context, "json-log-test", URI.create("classpath:log4j2-json.properties"));
        configuration.initialize();
        return configuration.<ConsoleAppender>getAppender("console").getLayout();
    }

    @Test
    void levelsAndLoggersAreThoseOfTheText() throws IOException {
        Properties text = read("log4j2.properties");
        Properties json = read("log4j2-json.properties");

        assertThat(text.keySet().removeIf(key -> key.toString().contains(".layout."))).isTrue();
        assertThat(json.keySet().removeIf(key -> key.toString().contains(".layout."))).isTrue();

        assertThat(json).isEqualTo(text);
    }

    private static Properties read(String name) throws IOException {
        try (InputStream file = JsonLogTest.class.getResourceAsStream("/" + name)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties;
        }
    }
}
