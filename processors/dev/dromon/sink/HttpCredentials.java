package dev.dromon.sink;

import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a receiver's Secrets hold at this moment.
 *
 * @param headers name to value
 * @param keys    what requests are signed with; none when they are not
 * @param tls     certificates
 */
record HttpCredentials(Map<String, String> headers, List<byte[]> keys, Tls tls) {

    /** Certificates and key in PEM; equal when their content is. */
    record Tls(Optional<String> authorities, Optional<String> certificate, Optional<String> key) {

        /** Without anything secret, whoever prints it. */
        @Override
        public String toString() {
            return "Tls";
        }
    }

    /** RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e\\x80-\\xff]([\\t\\x20-\\x7e\\x80-\\xff]*[\\x21-\\x7e\\x80-\\xff])?");
    /** What a request is made of, and what says what it carries. */
    private static final Set<String> OURS = Set.of("host", "content-type", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect");
    private static final List<String> OUR_PREFIXES = List.of("ce-", "webhook-");
    /** Standard Webhooks 1.0.0 wants 24 to 64. */
    private static final int KEY_BYTES = 24;
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    static HttpCredentials read(HttpSecrets wanted, SecretReader reader) throws UnusableSecret {
        Map<String, String> headers = wanted.headers().isPresent() ? headers(wanted.headers().get(), reader) : Map.of();
        List<byte[]> keys = wanted.signature().isPresent() ? keys(wanted.signature().get(), reader) : List.of();
        Optional<String> authorities = wanted.authorities().isPresent() ? Optional.of(text(reader.value(wanted.authorities().get()))) : Optional.empty();
        return new HttpCredentials(headers, keys, new Tls(authorities, pem(wanted, CERTIFICATE, reader), pem(wanted, KEY, reader)));
    }

    private static Optional<String> pem(HttpSecrets wanted, String key, SecretReader reader) throws UnusableSecret {
        return wanted.certificate().isPresent() ? Optional.of(text(reader.value(new SecretValue(wanted.certificate().get(), key)))) : Optional.empty();
    }

    /** A value may end in a line break, as files do. */
    static Map<String, String> headers(String secret, SecretReader reader) throws UnusableSecret {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> entry : reader.data(secret).entrySet()) {
            String name = entry.getKey();
            String value = new String(entry.getValue(), StandardCharsets.ISO_8859_1).strip();
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || OURS.contains(lower) || OUR_PREFIXES.stream().anyMatch(lower::startsWith)) {
                throw new UnusableSecret("key " + name + " of Secret " + secret + " is no header that may be added to a request; take it away");
            }
            if (!VALUE.matcher(value).matches()) {
                throw new UnusableSecret("the value of key " + name + " of Secret " + secret + " is empty or has line breaks or control characters; correct it");
            }
            headers.put(name, value);
        }
        return headers;
    }

    private static List<byte[]> keys(SecretValue from, SecretReader reader) throws UnusableSecret {
        List<byte[]> keys = new ArrayList<>();
        for (String line : reader.lines(from)) {
            try {
                keys.add(WebhookSignature.key(line));
            } catch (IllegalArgumentException e) {
                throw new UnusableSecret("expected Base64 after whsec_ in key " + from.key() + " of Secret " + from.secret() + ", found something else; correct it");
            }
        }
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length < KEY_BYTES)) {
            throw new UnusableSecret("expected at least " + KEY_BYTES + " bytes in each line of key " + from.key() + " of Secret " + from.secret() + ", found fewer; put a longer secret there");
        }
        return keys;
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Without anything secret, whoever prints it. */
    @Override
    public String toString() {
        return "HttpCredentials" + headers.keySet();
    }
}
