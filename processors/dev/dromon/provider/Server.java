package dev.dromon.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whom to ask.
 *
 * @param address     as written, http or https; a path is a prefix of all that is asked
 * @param credentials empty when there are none
 */
public record Server(String address, Optional<Credentials> credentials) {

    public Server {
        Objects.requireNonNull(address);
        Objects.requireNonNull(credentials);
    }

    /** The address with this below it, which begins with a slash. */
    String at(String path) throws NoValueException {
        if (address.contains("?") || address.contains("#")) {
            throw new NoValueException(Problem.PROVIDER_UNUSABLE, "expected spec.targetServer of the provider to be an address without query and fragment, found one; correct it");
        }
        return address.replaceAll("/+$", "") + path;
    }

    Credentials required() throws NoValueException {
        return credentials.orElseThrow(() -> new NoValueException(Problem.PROVIDER_UNUSABLE, "expected spec.secretKeyRef of the provider to name a Secret, found none; add it"));
    }

    /** Authorization of servers that take a user or a token, if there are credentials. */
    Map<String, String> authorization() throws NoValueException {
        return credentials.isPresent() ? Map.of("Authorization", credentials.get().authorization()) : Map.of();
    }

    /** Names and values as a query or a form has them, in their order. */
    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream().map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue())).collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
