package dev.dromon.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests of one user, as the API server recorded them. */
final class AuditLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String user;
    private long from;

    AuditLog(Path file, String user) {
        this.file = file;
        this.user = user;
        mark();
    }

    /** Counts from now on. */
    void mark() {
        from = size();
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finished requests since the mark, but watches and leases: "verb resource[/subresource]" to how many. */
    Map<String, Long> requests() {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : lines()) {
            JsonNode entry = read(line);
            boolean counted = user.equals(entry.path("user").path("username").asText()) && "ResponseComplete".equals(entry.path("stage").asText())
                    && !"watch".equals(entry.path("verb").asText()) && !"leases".equals(entry.path("objectRef").path("resource").asText());
            if (counted) {
                JsonNode object = entry.path("objectRef");
                String part = object.path("subresource").asText("");
                counts.merge(entry.path("verb").asText() + " " + object.path("resource").asText("-") + (part.isEmpty() ? "" : "/" + part), 1L, Long::sum);
            }
        }
        return counts;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("expected one JSON object per line of the audit log", e);
        }
    }

    /** Whole lines since the mark; the last one may be half written. */
    private List<String> lines() {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(from);
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new ArrayList<>(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of requests that create or change Events. */
    static long events(Map<String, Long> requests) {
        return requests.entrySet().stream().filter(e -> e.getKey().endsWith(" events")).mapToLong(Map.Entry::getValue).sum();
    }

    /** The number of all other requests. */
    static long others(Map<String, Long> requests) {
        return requests.values().stream().mapToLong(Long::longValue).sum() - events(requests);
    }
}
