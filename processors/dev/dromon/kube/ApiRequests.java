package dev.dromon.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a listener of every request of a client, each repetition too. What is asked is read off the path alone, which has names of kinds at known places (Kubernetes API
 * conventions, resource URIs); names of objects and namespaces are left out.
 */
final class ApiRequests implements Interceptor {

    static final String NAME = "dromon-requests";

    private static final String OTHER = "other";
    private static final String NO_ANSWER = "error";
    private static final Map<String, String> VERBS = Map.of("POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

    private final ApiListener listener;

    ApiRequests(ApiListener listener) {
        this.listener = listener;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        tell(request, String.valueOf(response.code()));
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        tell(request, NO_ANSWER);
    }

    private void tell(HttpRequest request, String code) {
        Asked asked = asked(request.method(), request.uri());
        listener.requested(asked.verb(), asked.resource(), code);
    }

    /** What a request is for. */
    record Asked(String verb, String resource) {
    }

    /** Reads a request; a method that is null is that of a watch. Never throws. */
    static Asked asked(String method, URI uri) {
        List<String> path = List.of(uri.getPath().replaceFirst("^/+", "").split("/+"));
        int after = switch (path.get(0)) {
            case "api" -> 2;
            case "apis" -> 3;
            default -> path.size();
        };
        boolean namespaced = path.size() > after + 2 && path.get(after).equals("namespaces") && !List.of("status", "finalize").contains(path.get(after + 2));
        int kind = namespaced ? after + 2 : after;
        if (path.size() <= kind) {
            return new Asked(VERBS.getOrDefault(verb(method), "get"), OTHER);
        }
        boolean named = path.size() > kind + 1;
        String resource = path.size() > kind + 2 ? path.get(kind) + "/" + path.get(kind + 2) : path.get(kind);
        boolean watch = uri.getQuery() != null && List.of(uri.getQuery().split("&")).contains("watch=true");
        return new Asked(watch ? "watch" : VERBS.getOrDefault(verb(method), named ? "get" : "list"), resource);
    }

    private static String verb(String method) {
        return method == null ? "GET" : method.toUpperCase(Locale.ROOT);
    }
}
