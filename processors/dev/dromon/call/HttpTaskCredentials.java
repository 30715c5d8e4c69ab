package dev.dromon.call;

import dev.dromon.api.HttpTaskAuth;
import dev.dromon.api.HttpTaskSpec;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.SecretValue;
import dev.dromon.sink.HttpCalls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the Secrets of an HTTP task hold at this moment.
 *
 * @param headers     name to value
 * @param authorities certificates in PEM; empty for those of the Java runtime
 * @param secrets     texts that nobody must read
 */
record HttpTaskCredentials(Map<String, String> headers, Optional<String> authorities, List<String> secrets) {

    private static final String AUTHORIZATION = "authorization";
    private static final String KEY_HEADER = "idempotency-key";
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e\\x80-\\xff]([\\t\\x20-\\x7e\\x80-\\xff]*[\\x21-\\x7e\\x80-\\xff])?");
    /** Shorter ones would make a riddle of each message. */
    private static final int SHORTEST_MASKED = 4;

    /** As a definition wants them. {@link UnusableSecret} when there are none. */
    static HttpTaskCredentials read(HttpTaskSpec spec, SecretReader reader) throws UnusableSecret {
        Optional<String> authorities = spec.caSecret == null ? Optional.empty()
                : Optional.of(text(reader, new SecretValue(spec.caSecret.name, spec.caSecret.key == null ? "ca.crt" : spec.caSecret.key)));
        HttpTaskAuth auth = Optional.ofNullable(spec.auth).orElseGet(HttpTaskAuth::new);
        if (auth.bearerSecret != null) {
            SecretValue from = new SecretValue(auth.bearerSecret.name, auth.bearerSecret.key == null ? "token" : auth.bearerSecret.key);
            String token = header(text(reader, from), from);
            return new HttpTaskCredentials(Map.of(AUTHORIZATION, "Bearer " + token), authorities, List.of(token));
        }
        if (auth.basicSecret != null) {
            return basic(auth.basicSecret.name, authorities, reader);
        }
        return auth.headersSecret == null ? new HttpTaskCredentials(Map.of(), authorities, List.of()) : headers(auth.headersSecret.name, authorities, reader);
    }

    private static HttpTaskCredentials basic(String secret, Optional<String> authorities, SecretReader reader) throws UnusableSecret {
        String password = text(reader, new SecretValue(secret, "password"));
        String pair = Base64.getEncoder().encodeToString((text(reader, new SecretValue(secret, "username")) + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new HttpTaskCredentials(Map.of(AUTHORIZATION, "Basic " + pair), authorities, List.of(password, pair));
    }

    private static HttpTaskCredentials headers(String secret, Optional<String> authorities, SecretReader reader) throws UnusableSecret {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : HttpCalls.headers(secret, reader).entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals(KEY_HEADER)) {
                throw new UnusableSecret("key " + header.getKey() + " of Secret " + secret + " is a header that Dromon itself sends; take it away");
            }
            headers.put(name, header.getValue());
        }
        return new HttpTaskCredentials(headers, authorities, List.copyOf(headers.values()));
    }

    /** A value may end in a line break, as files do. */
    private static String text(SecretReader reader, SecretValue from) throws UnusableSecret {
        return new String(reader.value(from), StandardCharsets.UTF_8).strip();
    }

    private static String header(String value, SecretValue from) throws UnusableSecret {
        if (!VALUE.matcher(value).matches()) {
            throw new UnusableSecret("the value of key " + from.key() + " of Secret " + from.secret() + " is empty or has line breaks or control characters; correct it");
        }
        return value;
    }

    /** The text without anything secret that a server may have repeated. */
    String masked(String text) {
        List<String> longestFirst = new ArrayList<>(secrets);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        String masked = text;
        for (String secret : longestFirst) {
            masked = secret.length() < SHORTEST_MASKED ? masked : masked.replace(secret, "***");
        }
        return masked;
    }

    /** Without anything secret, whoever prints it. */
    @Override
    public String toString() {
        return "HttpTaskCredentials" + headers.keySet();
    }
}
