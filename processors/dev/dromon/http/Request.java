package dev.dromon.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a client asks.
 *
 * @param method  in upper case
 * @param path    decoded segments of the path, from its beginning; those that are empty are left out
 * @param query   name to values, in their order
 * @param headers name to values; names are looked up without regard to case
 * @param body    empty when there is none
 */
public record Request(String method, List<String> path, Map<String, List<String>> query, Map<String, List<String>> headers, byte[] body) {

    /** First segments of paths whose others are secret. */
    private static final Set<String> SECRET_PATHS = Set.of("callbacks");

    /** Copies its lists and maps. */
    public Request {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> sorted.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values));
        headers = sorted;
    }

    /** The only value of a header; empty when there is none or more than one, since nobody knows which one counts. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The token after {@code Authorization: Bearer}; empty when there is none. */
    public Optional<String> bearer() {
        return header("Authorization").filter(v -> v.regionMatches(true, 0, "Bearer ", 0, 7)).map(v -> v.substring(7).strip()).filter(t -> !t.isEmpty());
    }

    /** Tells nothing of what may be secret: query, headers and body, and the path where it holds a token. */
    @Override
    public String toString() {
        boolean secret = !path.isEmpty() && SECRET_PATHS.contains(path.get(0));
        return method + " /" + (secret ? path.get(0) + "/…" : String.join("/", path));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Request r && method.equals(r.method) && path.equals(r.path) && query.equals(r.query) && headers.equals(r.headers) && Arrays.equals(body, r.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {method, path, query, headers, Arrays.hashCode(body)});
    }
}
