package dev.dromon.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.call.Placeholders.UnusableRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A request as a definition wants it, for one task, without what is secret. What stands for a placeholder is a value and stays one: it can neither choose the host, nor
 * leave its segment of the path or its field of the query, nor its text of a JSON body, nor its header. Pure.
 *
 * @param headers name to value, names in lower case
 */
record HttpMessage(String method, String url, Map<String, String> headers, Optional<byte[]> body) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String CONTENT_TYPE = "content-type";
    private static final Pattern JSON_TYPE = Pattern.compile("application/([^;]+\\+)?json *(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern FORM_TYPE = Pattern.compile("application/x-www-form-urlencoded *(;.*)?", Pattern.CASE_INSENSITIVE);
    /** RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
    /** What a request is made of, and what tells it from others. */
    private static final Set<String> OURS = Set.of("host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect", "idempotency-key");

    /** The request. {@link UnusableRequest} with a sentence when there can be none. */
    static HttpMessage of(HttpTaskSpec spec, Placeholders values) throws UnusableRequest {
        Map<String, String> headers = headers(spec, values);
        Optional<byte[]> body = Optional.empty();
        if (spec.body != null) {
            String type = headers.computeIfAbsent(CONTENT_TYPE, name -> "application/json");
            body = Optional.of(body(spec.body, type, values).getBytes(StandardCharsets.UTF_8));
        }
        return new HttpMessage(spec.method == null ? "GET" : spec.method, url(spec.url, values), headers, body);
    }

    private static String url(String template, Placeholders values) throws UnusableRequest {
        int host = template.indexOf("://") + "://".length();
        int path = host;
        while (path < template.length() && "/?#".indexOf(template.charAt(path)) < 0) {
            path++;
        }
        if (Placeholders.in(template.substring(0, path)) || Placeholders.in(template) && host < "://".length()) {
            throw new UnusableRequest("expected placeholders of spec.http.url only in its path and query, found one before them; write the host out");
        }
        String url = template.substring(0, path) + values.fill("spec.http.url", template.substring(path), HttpMessage::percent);
        String way = url.substring(path).replaceFirst("[?#].*", "");
        if (Arrays.asList(way.split("/")).stream().anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
            throw new UnusableRequest("expected no segment . or .. in the path of spec.http.url, found one after placeholders were replaced; correct the url or the values");
        }
        return url;
    }

    /** RFC 3986, section 2.3: all but unreserved characters. */
    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private static Map<String, String> headers(HttpTaskSpec spec, Placeholders values) throws UnusableRequest {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : spec.headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String field = "spec.http.headers." + header.getKey();
            if (!NAME.matcher(name).matches() || OURS.contains(name) || headers.containsKey(name)) {
                throw new UnusableRequest("expected in spec.http.headers names of headers, each once, and none that a request is made of, found " + header.getKey() + "; take it away");
            }
            String value = values.fill(field, header.getValue(), UnaryOperator.identity()).strip();
            if (!VALUE.matcher(value).matches()) {
                throw new UnusableRequest("expected in " + field + " no line breaks, control characters and characters beyond Latin-1, found some after placeholders were replaced");
            }
            headers.put(name, value);
        }
        return headers;
    }

    private static String body(String template, String type, Placeholders values) throws UnusableRequest {
        if (!JSON_TYPE.matcher(type).matches()) {
            return values.fill("spec.http.body", template, FORM_TYPE.matcher(type).matches() ? HttpMessage::percent : UnaryOperator.identity());
        }
        try {
            JSON.readTree(template);
        } catch (JsonProcessingException e) {
            throw new UnusableRequest("expected JSON in spec.http.body, with placeholders only inside of texts (\"{{ .appName }}\"), found something else at line "
                    + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + "; correct it, or name its type in spec.http.headers.Content-Type");
        }
        return values.fill("spec.http.body", template, text -> new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }

    /** Without its content, which may tell more than a log should. */
    @Override
    public String toString() {
        return method;
    }
}
