package dev.dromon.provider;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to a provider.
 *
 * @param method  GET or POST
 * @param url     absolute
 * @param headers name to value, besides the type of the body
 * @param body    empty when there is none
 */
public record HttpCall(String method, String url, Map<String, String> headers, Optional<Body> body) {

    /** A body and its content type. */
    public record Body(String type, String text) {
    }

    public HttpCall {
        Objects.requireNonNull(method);
        Objects.requireNonNull(url);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }

    static HttpCall get(String url, Map<String, String> headers) {
        return new HttpCall("GET", url, headers, Optional.empty());
    }

    static HttpCall post(String url, Map<String, String> headers, Body body) {
        return new HttpCall("POST", url, headers, Optional.of(body));
    }

    /** Without anything secret, whoever prints it. */
    @Override
    public String toString() {
        return "HttpCall " + method;
    }
}
