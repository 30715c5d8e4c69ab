package dev.dromon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.model.Level;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class KubernetesEventSinkTest {

    private static final FlowEvent EVENT = event("m".repeat(2000), "a".repeat(253));

    @EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
    @org.junit.jupiter.api.Nested
    class Accepting {

        KubernetesClient client;

        @Test
        void theSameFactToldTwiceIsOneEvent() throws Exception {
            KubernetesEventSink sink = new KubernetesEventSink(client, "dromon-0");

            sink.process(exchange(EVENT));
            sink.process(exchange(EVENT));

            List<Event> events = client.v1().events().inNamespace("shop").list().getItems();
            assertThat(events).singleElement().satisfies(e -> {
                assertThat(e.getMetadata().getName()).hasSizeLessThanOrEqualTo(253).endsWith("." + EVENT.id().substring(0, 16));
                assertThat(e.getReason()).isEqualTo("AppDeployErrored");
                assertThat(e.getType()).isEqualTo("Warning");
                assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(1024);
                assertThat(e.getEventTime().getTime()).as("Kubernetes wants six digits").isEqualTo("2026-01-02T03:04:05.000000Z");
                assertThat(e.getReportingComponent()).isEqualTo("dromon.dev/runtime");
                assertThat(e.getReportingInstance()).isEqualTo("dromon-0");
                assertThat(e.getAction()).isEqualTo("AppDeploy");
                assertThat(e.getInvolvedObject().getUid()).isEqualTo("uid");
                assertThat(e.getCount()).isEqualTo(1);
            });
        }
    }

    @EnableKubernetesMockClient(kubernetesClientBuilderCustomizer = PatientMockClient.class)
    @org.junit.jupiter.api.Nested
    class Refusing {

        KubernetesClient client;
        KubernetesMockServer server;

        @Test
        void aNamespaceThatIsGoingAwayIsNoError() throws Exception {
            server.expect().post().withPath("/api/v1/namespaces/shop/events").andReturn(403, new StatusBuilder().withCode(403)
                    .withMessage("events \"x\" is forbidden: unable to create new content in namespace shop because it is being terminated")
                    .withNewDetails().addNewCause("metadata.namespace", "namespace shop is being terminated", "NamespaceTerminating").endDetails().build()).once();

            new KubernetesEventSink(client, "dromon-0").process(exchange(EVENT));

            assertThat(server.getRequestCount()).isEqualTo(1);
        }

        @Test
        void anyOtherRefusalIsOneSoThatItIsTriedAgain() {
            server.expect().post().withPath("/api/v1/namespaces/shop/events").andReturn(403, new StatusBuilder().withCode(403).withMessage("no right to do so").build()).once();

            assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> new KubernetesEventSink(client, "dromon-0").process(exchange(EVENT)))
                    .withMessageContaining("no right to do so");
        }
    }

    private static Exchange exchange(FlowEvent event) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(event);
        return exchange;
    }

    private static FlowEvent event(String message, String object) {
        Subject.Ref ref = new Subject.Ref("lifecycle.keptn.sh/v1", "KeptnAppVersion", "shop", object, "uid");
        return new FlowEvent("0123456789abcdef0123456789abcdef", "AppDeployErrored", true, message, ref, new Subject(Level.APP, ref, ref, "shop", "", "1.0"), "AppDeploy",
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
