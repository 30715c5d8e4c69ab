package dev.dromon.query;

import dev.dromon.kube.PatientMockClient;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewSpec;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that knows who tokens are, {@code token-of-<user>}, and what users may, {@code <user> <namespace>}. */
final class Reviews implements AutoCloseable {

    private static final String TOKEN = "token-of-";

    final Set<String> allowed = ConcurrentHashMap.newKeySet();
    final List<SubjectAccessReviewSpec> asked = new CopyOnWriteArrayList<>();
    volatile boolean down;
    volatile int tokens;
    private final KubernetesSerialization json = new KubernetesSerialization();
    private final KubernetesMockServer server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Answers(), false);
    private final KubernetesClient client;

    Reviews() {
        server.init(InetAddress.getLoopbackAddress(), 0);
        KubernetesClientBuilder builder = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl("http://localhost:" + server.getPort()).withRequestRetryBackoffLimit(0).build());
        new PatientMockClient().accept(builder);
        client = builder.build();
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    private final class Answers extends Dispatcher {

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (down) {
                return new MockResponse().setResponseCode(500);
            }
            return new MockResponse().setResponseCode(201).setBody(json.asJson(request.getPath().endsWith("/tokenreviews") ? token(request) : access(request)));
        }

        private TokenReview token(RecordedRequest request) {
            tokens++;
            TokenReview review = json.unmarshal(request.getUtf8Body(), TokenReview.class);
            String token = review.getSpec().getToken();
            boolean known = token.startsWith(TOKEN);
            TokenReviewBuilder answer = new TokenReviewBuilder(review);
            return known ? answer.withNewStatus().withAuthenticated(true).withNewUser().withUsername(token.substring(TOKEN.length())).withUid("uid").addToGroups("staff")
                    .addToExtra("scope", List.of("x")).endUser().endStatus().build() : answer.withNewStatus().withAuthenticated(false).withError("unknown").endStatus().build();
        }

        private SubjectAccessReview access(RecordedRequest request) {
            SubjectAccessReview review = json.unmarshal(request.getUtf8Body(), SubjectAccessReview.class);
            asked.add(review.getSpec());
            String namespace = review.getSpec().getResourceAttributes().getNamespace();
            boolean may = allowed.contains(review.getSpec().getUser() + " " + (namespace == null ? "" : namespace));
            return new SubjectAccessReviewBuilder(review).withNewStatus().withAllowed(may).endStatus().build();
        }
    }
}
