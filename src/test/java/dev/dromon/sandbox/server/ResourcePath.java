package dev.dromon.sandbox.server;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of a request path. Rule: Kubernetes API Concepts, resource URIs.
 *
 * @param groupVersion {@code v1} or {@code apps/v1}
 * @param namespace    empty for cluster-scoped objects and for lists over all namespaces
 * @param plural       kind as it stands in paths
 * @param name         empty for collections
 * @param subresource  for example {@code status}; mostly empty
 * @param query        decoded query parameters
 */
record ResourcePath(String groupVersion, String namespace, String plural, String name, String subresource, Map<String, String> query) {

    private static final Pattern PATH = Pattern.compile("/(?:api/(?<core>[^/]+)|apis/(?<group>[^/]+/[^/]+))(?:/namespaces/(?<namespace>[^/]+))?"
            + "/(?<plural>[^/]+)(?:/(?<name>[^/]+))?(?:/(?<sub>.+))?");
    private static final Pattern NAMESPACE_STATUS = Pattern.compile("/api/v1/namespaces/(?<name>[^/]+)/(?<sub>status|finalize)");

    /** Reads a path with its query; empty when it does not lead to a resource. */
    static Optional<ResourcePath> parse(String text) {
        URI uri = URI.create(text);
        Map<String, String> query = uri.getQuery() == null ? Map.of()
                : Arrays.stream(uri.getQuery().split("&")).map(p -> p.split("=", 2)).collect(Collectors.toMap(p -> p[0], p -> p.length > 1 ? p[1] : "", (a, b) -> b));
        Matcher namespace = NAMESPACE_STATUS.matcher(uri.getPath());
        if (namespace.matches()) {
            return Optional.of(new ResourcePath("v1", "", "namespaces", namespace.group("name"), namespace.group("sub"), query));
        }
        Matcher m = PATH.matcher(uri.getPath());
        return m.matches() ? Optional.of(new ResourcePath(either(m.group("core"), m.group("group")), either(m.group("namespace"), ""), m.group("plural"),
                either(m.group("name"), ""), either(m.group("sub"), ""), query)) : Optional.empty();
    }

    private static String either(String one, String other) {
        return one == null ? other : one;
    }

    /** {@code v1/pods} or {@code apps/v1/deployments}. */
    String kind() {
        return groupVersion + "/" + plural;
    }

    /** The object itself when this is a subresource of it. */
    ResourcePath main() {
        return new ResourcePath(groupVersion, namespace, plural, name, "", Map.of());
    }

    /** The object of that name in this collection. */
    ResourcePath named(String object) {
        return new ResourcePath(groupVersion, namespace, plural, object, "", Map.of());
    }

    /** As it goes over the wire, without the query. */
    String uri() {
        String base = (groupVersion.contains("/") ? "/apis/" : "/api/") + groupVersion;
        String scope = namespace.isEmpty() ? "" : "/namespaces/" + namespace;
        return base + scope + "/" + plural + (name.isEmpty() ? "" : "/" + name) + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /** As messages call it: {@code deployments.apps "hat"}. */
    String title() {
        String group = groupVersion.contains("/") ? "." + groupVersion.substring(0, groupVersion.indexOf('/')) : "";
        return plural + group + " \"" + name + "\"";
    }
}
