package dev.dromon.provider;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the Secret of a provider holds.
 *
 * @param secret its name, for messages
 * @param key    the key that the provider names
 * @param values key to value
 */
public record Credentials(String secret, String key, Map<String, String> values) {

    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
    private static final String USER = "user";
    private static final String PASSWORD = "password";

    public Credentials {
        values = Map.copyOf(values);
    }

    /** The value of a key as a header can have it; it may end in a line break, as files do. */
    String header(String name) throws NoValueException {
        String value = find(name).orElseThrow(() -> unusable("has no value for key " + name + "; add it"));
        if (!HEADER.matcher(value).matches()) {
            throw unusable("has line breaks or other characters that no header can have in key " + name + "; correct it");
        }
        return value;
    }

    /** The value of the key that the provider names. */
    String text() throws NoValueException {
        return find(key).orElseThrow(() -> unusable("has no value for key " + key + "; add it"));
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    /** Basic with the keys user and password, or Bearer with the key that the provider names, if that is another one. */
    String authorization() throws NoValueException {
        boolean token = !USER.equals(key) && !PASSWORD.equals(key) && find(key).isPresent();
        if (token) {
            return "Bearer " + header(key);
        }
        if (find(USER).isEmpty() || find(PASSWORD).isEmpty()) {
            throw unusable("has neither a value for key " + key + " nor both user and password; add one of these");
        }
        return "Basic " + Base64.getEncoder().encodeToString((find(USER).get() + ":" + find(PASSWORD).get()).getBytes(StandardCharsets.UTF_8));
    }

    NoValueException unusable(String what) {
        return new NoValueException(Problem.SECRET_UNUSABLE, "Secret " + secret + " " + what);
    }

    /** Without anything secret, whoever prints it. */
    @Override
    public String toString() {
        return "Credentials " + secret;
    }
}
