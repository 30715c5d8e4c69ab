package dev.dromon.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.crud.KubernetesCrudDispatcherException;
import io.fabric8.kubernetes.client.server.mock.crud.PostHandler;
import io.fabric8.kubernetes.client.server.mock.crud.PutHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests one after the other; every accepted change goes, in the order of resourceVersions, to all watches and to one observer. */
public final class ApiServer extends KubernetesCrudDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Pattern DISCOVERY = Pattern.compile("/apis/[^/?]+/[^/?]+");
    private static final String OPT_IN = "keptn.sh/lifecycle-toolkit";
    private static final String APPROVALS = "dromon";
    private static final int KEPT_CHANGES = 20_000;

    private final Consumer<Change> observer;
    private final WatchLog log = new WatchLog(KEPT_CHANGES);
    private final ServedKinds kinds = new ServedKinds();
    private final KubernetesAttributesExtractor extractor = (KubernetesAttributesExtractor) attributeExtractor;
    private final PostHandler creating = new PostHandler(extractor, this);
    private final PutHandler replacing = new PutHandler(this);

    /** An empty server; the observer is called while a request is being answered and must not wait for anything. */
    public ApiServer(Consumer<Change> observer) {
        this.observer = observer;
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
        try {
            if ("/version".equals(request.getPath())) {
                return json(200, Serialization.asJson(new VersionInfo.Builder().withMajor("1").withMinor("36").withGitVersion("v1.36.0+sandbox").build()));
            }
            Optional<ResourcePath> path = ResourcePath.parse(request.getPath());
            return path.isPresent() ? answer(path.get(), request) : discovery(request.getPath());
        } catch (ApiFailure failure) {
            return failure.response();
        } catch (KubernetesCrudDispatcherException failure) {
            return ApiFailure.invalid(failure.getMessage()).response();
        } catch (RuntimeException bug) {
            LOG.error("the sandbox failed method={} path={}", request.getMethod(), request.getPath(), bug);
            return ApiFailure.internal(bug).response();
        }
    }

    private MockResponse discovery(String path) {
        if (!DISCOVERY.matcher(path).matches()) {
            throw ApiFailure.notServed(path);
        }
        return super.handleGet(path);
    }

    private MockResponse answer(ResourcePath path, RecordedRequest request) throws KubernetesCrudDispatcherException {
        if (!kinds.serves(path)) {
            throw ApiFailure.notServed(path.uri());
        }
        String body = request.getUtf8Body();
        return switch (request.method()) {
            case GET -> read(path, request.getPath());
            case POST -> create(path, Json.object(body));
            case PUT -> replace(path, current(path), Json.object(body));
            case PATCH -> {
                ObjectNode current = current(path);
                yield replace(path, current, Patches.apply(request.getHeader("Content-Type"), current, Json.parse(body)));
            }
            case DELETE -> delete(path, request.getPath(), body);
            default -> throw ApiFailure.methodNotAllowed(request.getMethod());
        };
    }

    private MockResponse read(ResourcePath path, String uri) {
        Selectors.check(path);
        MockResponse response = super.handleGet(uri);
        if (response.code() == 404) {
            throw ApiFailure.notFound(path);
        }
        return response;
    }

    private MockResponse create(ResourcePath collection, ObjectNode object) throws KubernetesCrudDispatcherException {
        if (!collection.name().isEmpty()) {
            throw ApiFailure.notServed(collection.uri());
        }
        if (!collection.namespace().isEmpty() && stored("/api/v1/namespaces/" + collection.namespace()).isEmpty()) {
            throw ApiFailure.notFound(ResourcePath.parse("/api/v1/namespaces/" + collection.namespace()).orElseThrow());
        }
        String name = object.at("/metadata/name").asText();
        if (!name.isEmpty() && stored(collection.named(name).uri()).isPresent()) {
            throw ApiFailure.alreadyExists(collection.named(name));
        }
        object.remove("status");
        if (collection.kind().equals("v1/pods")) {
            PodAdmission.admit(object, optedIn(collection.namespace()), approved(collection.namespace()));
        }
        return creating.handle(collection.uri(), "", object.toString());
    }

    /** Changes of the status count on the path of the status only, all others on that of the object only. */
    private MockResponse replace(ResourcePath path, ObjectNode current, ObjectNode submitted) throws KubernetesCrudDispatcherException {
        precondition(path, current, submitted.path("metadata"));
        if (kinds.custom(path) && submitted.at("/metadata/resourceVersion").asText().isEmpty()) {
            throw ApiFailure.invalid(path.title() + " is invalid: metadata.resourceVersion: must be specified for an update");
        }
        boolean status = "status".equals(path.subresource());
        ObjectNode next = status ? current.deepCopy() : submitted;
        JsonNode nextStatus = (status ? submitted : current).get("status");
        if (nextStatus == null) {
            next.remove("status");
        } else {
            next.set("status", nextStatus);
        }
        next.withObjectProperty("metadata").set("resourceVersion", current.at("/metadata/resourceVersion"));
        return replacing.handle(path.main().uri(), "", next.toString());
    }

    private MockResponse delete(ResourcePath path, String uri, String body) {
        if (!path.name().isEmpty() && body != null && !body.isEmpty()) {
            precondition(path, current(path), Json.parse(body).path("preconditions"));
        }
        Selectors.check(path);
        MockResponse response = super.handleDelete(uri);
        if (response.code() == 404) {
            throw ApiFailure.notFound(path);
        }
        return response;
    }

    private static void precondition(ResourcePath path, JsonNode current, JsonNode expected) {
        String version = expected.path("resourceVersion").asText();
        if (!version.isEmpty() && !version.equals(current.at("/metadata/resourceVersion").asText())) {
            throw ApiFailure.conflict(path, "the object has been modified; please apply your changes to the latest version and try again");
        }
        String uid = expected.path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(current.at("/metadata/uid").asText())) {
            throw ApiFailure.conflict(path, "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current.at("/metadata/uid").asText());
        }
    }

    private ObjectNode current(ResourcePath path) {
        if (!path.subresource().isEmpty() && !"status".equals(path.subresource())) {
            throw ApiFailure.notServed(path.uri());
        }
        return (ObjectNode) stored(path.main().uri()).orElseThrow(() -> ApiFailure.notFound(path));
    }

    private boolean optedIn(String namespace) {
        return stored("/api/v1/namespaces/" + namespace).filter(n -> "enabled".equals(n.path("metadata").path("annotations").path(OPT_IN).asText())).isPresent();
    }

    private Set<String> approved(String namespace) {
        Set<String> revisions = new HashSet<>();
        stored("/apis/dromon.dev/v1alpha1/namespaces/" + namespace + "/approvedrevisions/" + APPROVALS)
                .ifPresent(list -> list.at("/spec/revisions").fieldNames().forEachRemaining(revisions::add));
        return revisions;
    }

    private Optional<JsonNode> stored(String uri) {
        return Optional.ofNullable(findResource(getKey(uri))).map(Map.Entry::getValue).map(Json::parse);
    }

    /** The mock must not look after the status: {@link #replace} does, for all kinds. */
    @Override
    public boolean isStatusSubresourceEnabledForResource(String path) {
        return false;
    }

    /** Called by the mock for every write, whatever request led to it. */
    @Override
    public void processEvent(String path, AttributeSet pathAttributes, AttributeSet oldAttributes, GenericKubernetesResource resource, String newState) {
        String oldState = oldAttributes == null ? null : map.get(oldAttributes);
        super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
        if (Objects.equals(oldState, newState)) {
            return;
        }
        AttributeSet newAttributes = newState == null ? null : AttributeSet.merge(pathAttributes, extractor.fromResource(newState));
        if (path.startsWith("/apis/apiextensions.k8s.io/") && newState != null) {
            kinds.define(Json.parse(newState));
        }
        String gone = newState != null ? oldState : Json.withVersion(oldState, requestResourceVersion());
        String object = newState == null ? gone : newState;
        log.append(new WatchLog.Entry(Json.parse(object).at("/metadata/resourceVersion").asLong(), oldAttributes, newAttributes, gone, newState));
        Change.Type type = oldState == null ? Change.Type.ADDED : newState == null ? Change.Type.DELETED : Change.Type.MODIFIED;
        observer.accept(change(type, path, object));
    }

    private static Change change(Change.Type type, String path, String json) {
        GenericKubernetesResource object = Serialization.unmarshal(json, GenericKubernetesResource.class);
        ResourcePath request = ResourcePath.parse(path).orElseThrow();
        String namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("");
        return new Change(type, new ResourcePath(request.groupVersion(), namespace, request.plural(), object.getMetadata().getName(), "", Map.of()).uri(), object);
    }

    @Override
    public MockResponse handleWatch(String path) {
        String since = ResourcePath.parse(path).orElseThrow().query().getOrDefault("resourceVersion", "");
        OptionalLong version = since.isEmpty() || since.equals("0") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(since));
        return new MockResponse().withWebSocketUpgrade(new WatchStream(this, attributeExtractor.fromPath(path), version));
    }

    synchronized void opened(WatchStream stream) {
        if (stream.since().isEmpty()) {
            map.forEach((attributes, json) -> {
                if (stream.selects(attributes)) {
                    stream.tellExisting(json);
                }
            });
        } else if (!log.reaches(stream.since().getAsLong())) {
            stream.expire();
            return;
        } else {
            log.since(stream.since().getAsLong()).forEach(stream::tell);
        }
        log.add(stream);
    }

    synchronized void closed(WatchStream stream) {
        log.remove(stream);
    }

    private static MockResponse json(int code, String body) {
        return new MockResponse().setResponseCode(code).setBody(body);
    }
}
