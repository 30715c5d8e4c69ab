package dev.dromon.kube;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.function.Consumer;

/** Lets the client of a mock API server wait longer than its 10 s: a machine that stands still for some seconds decides no test. */
public final class PatientMockClient implements Consumer<KubernetesClientBuilder> {

    private static final int MILLIS = 60_000;

    @Override
    public void accept(KubernetesClientBuilder builder) {
        builder.editOrNewConfig().withRequestTimeout(MILLIS).withConnectionTimeout(MILLIS).endConfig();
    }
}
