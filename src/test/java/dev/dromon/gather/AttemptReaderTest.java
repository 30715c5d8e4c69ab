package dev.dromon.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.task.LastAttempt;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptReaderTest {

    private static final String FALLBACK = "spec: {containers: [{name: check, image: i, terminationMessagePolicy: FallbackToLogsOnError}]}";
    private static final String FAILED = "status: {containerStatuses: [{name: check, state: {terminated: {exitCode: 1, reason: Error, message: no such host}}}]}";

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void reads(String sentence, String pod, LastAttempt expected) {
        assertThat(AttemptReader.read(List.of(pod("p", "05", pod)))).contains(expected);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("a container that failed", FALLBACK + "\n" + FAILED, last("check", 1, "Error", "no such host")),
                arguments("one that was killed for its memory", FALLBACK + "\nstatus: {containerStatuses: [{name: check, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]}",
                        last("check", 137, "OOMKilled", "")),
                arguments("one that failed before and is about to be started again",
                        FALLBACK + "\nstatus: {containerStatuses: [{name: check, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 3, reason: Error}}}]}",
                        last("check", 3, "Error", "")),
                arguments("the one that failed and not the one beside it that ended well",
                        FALLBACK + "\nstatus: {containerStatuses: [{name: proxy, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: check, state: {terminated: {exitCode: 2, reason: Error}}}]}",
                        last("check", 2, "Error", "")),
                arguments("an init container that somebody has put in",
                        FALLBACK + "\nstatus: {containerStatuses: [{name: check, state: {waiting: {reason: PodInitializing}}}], initContainerStatuses: [{name: init, state: {terminated: {exitCode: 4, reason: Error}}}]}",
                        last("init", 4, "Error", "")),
                arguments("an image that cannot be pulled", FALLBACK + "\nstatus: {containerStatuses: [{name: check, state: {waiting: {reason: ImagePullBackOff, message: Back-off pulling image}}}]}",
                        new LastAttempt(1, "p", "check", Optional.empty(), "ImagePullBackOff", "Back-off pulling image")),
                arguments("a container that is on its way says nothing", FALLBACK + "\nstatus: {containerStatuses: [{name: check, state: {waiting: {reason: ContainerCreating}}}]}",
                        LastAttempt.silent(1, "p")),
                arguments("a container that runs says nothing", FALLBACK + "\nstatus: {containerStatuses: [{name: check, state: {running: {}}}]}", LastAttempt.silent(1, "p")),
                arguments("a pod that no node has room for", FALLBACK + "\nstatus: {conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/3 nodes are available}]}",
                        new LastAttempt(1, "p", "", Optional.empty(), "Unschedulable", "0/3 nodes are available")),
                arguments("a pod that was evicted", FALLBACK + "\nstatus: {phase: Failed, reason: Evicted, message: The node was low on resource}",
                        new LastAttempt(1, "p", "", Optional.empty(), "Evicted", "The node was low on resource")),
                arguments("a pod without a status", FALLBACK, LastAttempt.silent(1, "p")));
    }

    private static LastAttempt last(String container, int exitCode, String reason, String output) {
        return new LastAttempt(1, "p", container, Optional.of(exitCode), reason, output);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "spec: {containers: [{name: check, terminationMessagePolicy: FallbackToLogsOnError, env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]}",
        "spec: {containers: [{name: check, terminationMessagePolicy: FallbackToLogsOnError, envFrom: [{secretRef: {name: s}}]}]}",
        "spec: {containers: [{name: check, terminationMessagePolicy: FallbackToLogsOnError}], volumes: [{name: v, secret: {secretName: s}}]}",
        "spec: {containers: [{name: check, terminationMessagePolicy: FallbackToLogsOnError}], volumes: [{name: v, projected: {sources: [{secret: {name: s}}]}}]}",
        "spec: {containers: [{name: check, terminationMessagePolicy: FallbackToLogsOnError}], volumes: [{name: v, csi: {driver: secrets-store.csi.k8s.io}}]}",
    })
    void theLogOfAContainerThatMayKnowASecretIsLeftOut(String spec) {
        LastAttempt last = AttemptReader.read(List.of(pod("p", "05", spec + "\n" + FAILED))).orElseThrow();

        assertThat(last.output()).isEmpty();
        assertThat(last.exitCode()).contains(1);
    }

    @Test
    void aMessageThatItsContainerLeftForOthersIsToldAlsoWhenItKnowsASecret() {
        String spec = "spec: {containers: [{name: check, env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]}";

        assertThat(AttemptReader.read(List.of(pod("p", "05", spec + "\n" + FAILED))).orElseThrow().output()).isEqualTo("no such host");
    }

    @Test
    void theNewestPodThatTellsAnythingCountsAndAllAreCounted() {
        List<Pod> pods = List.of(pod("first", "05", FALLBACK + "\n" + FAILED), pod("third", "45", FALLBACK), pod("second", "25", FALLBACK + "\n" + FAILED.replace("exitCode: 1", "exitCode: 2")));

        LastAttempt last = AttemptReader.read(pods).orElseThrow();

        assertThat(last).isEqualTo(new LastAttempt(3, "second", "check", Optional.of(2), "Error", "no such host"));
        assertThat(AttemptReader.name(pods)).contains(LastAttempt.silent(3, "third"));
        assertThat(AttemptReader.read(List.of())).isEmpty();
    }

    @Test
    void onlyTheLastLinesAreKeptAndNothingThatSteersATerminal() {
        Pod pod = pod("p", "05", FALLBACK + "\n" + FAILED);
        String long100 = String.join("\n", IntStream.rangeClosed(1, 100).mapToObj(i -> "line " + i).toList());
        pod.getStatus().getContainerStatuses().get(0).getState().getTerminated().setMessage(long100 + "\u001b[31m\r\n\u0000");

        String output = AttemptReader.read(List.of(pod)).orElseThrow().output();

        assertThat(output.lines()).hasSize(20).first().isEqualTo("line 81");
        assertThat(output).endsWith("line 100[31m");
    }

    @Test
    void anEndlessLineIsCutBetweenCharacters() {
        Pod pod = pod("p", "05", FALLBACK + "\n" + FAILED);
        pod.getStatus().getContainerStatuses().get(0).getState().getTerminated().setMessage("x".repeat(501) + "\uD83D\uDE00".repeat(2000));

        String output = AttemptReader.read(List.of(pod)).orElseThrow().output();

        assertThat(output).startsWith("…\uD83D\uDE00").endsWith("\uD83D\uDE00").hasSizeLessThanOrEqualTo(2048).hasSizeGreaterThan(2040);
    }

    private Pod pod(String name, String second, String rest) {
        return yaml.unmarshal("apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: shop, creationTimestamp: '2026-01-02T03:04:" + second + "Z'}\n" + rest, Pod.class);
    }
}
