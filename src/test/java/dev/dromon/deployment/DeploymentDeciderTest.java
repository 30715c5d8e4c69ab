package dev.dromon.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.Blocker;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentDeciderTest {

    private static final Instant LIFTED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @Nested
    class Workload {

        static Stream<Arguments> rows() {
            return Stream.of(
                    arguments("all pods of the new version are ready", rollout(true, 3, 3, 3, 0), State.SUCCEEDED),
                    arguments("a pod is not ready", rollout(true, 3, 3, 2, 0), State.PROGRESSING),
                    arguments("a pod is not updated", rollout(true, 3, 2, 3, 0), State.PROGRESSING),
                    arguments("an old pod is still there", rollout(true, 3, 3, 3, 1), State.PROGRESSING),
                    arguments("the controller has not seen the newest spec", rollout(false, 3, 3, 3, 0), State.PROGRESSING),
                    arguments("no pod is wanted and none is there", rollout(true, 0, 0, 0, 0), State.SUCCEEDED),
                    arguments("no pod is wanted and an old one is still there", rollout(true, 0, 0, 0, 1), State.PROGRESSING),
                    arguments("no pod is wanted of a spec that was not seen", rollout(false, 0, 0, 0, 0), State.PROGRESSING),
                    arguments("more pods than wanted are ready during a scale-down", rollout(true, 2, 3, 3, 0), State.SUCCEEDED),
                    arguments("the owner says it is healthy", healthy(true), State.SUCCEEDED),
                    arguments("the owner says it is not healthy", healthy(false), State.PROGRESSING),
                    arguments("the object is gone", Optional.empty(), State.PROGRESSING));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("rows")
        void isDeployedWhenTheNewVersionIsAllThereAndNothingElse(String sentence, Optional<Rollout> rollout, State state) {
            assertThat(DeploymentDecider.workload(rollout, Optional.of(LIFTED), TIMEOUT, LIFTED.plusSeconds(10)).state()).isEqualTo(state);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("rows")
        void hasFailedWhenItIsNotDeployedInTime(String sentence, Optional<Rollout> rollout, State within) {
            State afterwards = DeploymentDecider.workload(rollout, Optional.of(LIFTED), TIMEOUT, LIFTED.plus(TIMEOUT)).state();

            assertThat(afterwards).isEqualTo(within == State.SUCCEEDED ? State.SUCCEEDED : State.FAILED);
        }

        @Test
        void looksAgainWhenTheTimeIsUpAndNotBefore() {
            DeployObservation justBefore = DeploymentDecider.workload(rollout(true, 3, 3, 2, 0), Optional.of(LIFTED), TIMEOUT, LIFTED.plus(TIMEOUT).minusMillis(1));

            assertThat(justBefore.state()).isEqualTo(State.PROGRESSING);
            assertThat(justBefore.requeueAfter()).contains(Duration.ofMillis(1));
        }

        @Test
        void theTimeDoesNotRunBeforeTheGateIsLifted() {
            DeployObservation seen = DeploymentDecider.workload(rollout(true, 3, 0, 0, 0), Optional.empty(), TIMEOUT, LIFTED);

            assertThat(seen.state()).isEqualTo(State.PROGRESSING);
            assertThat(seen.requeueAfter()).contains(TIMEOUT);
        }

        @Test
        void saysHowFarItHasCome() {
            assertThat(message(rollout(true, 3, 3, 2, 0))).isEqualTo("Deployment cart has 2 of 3 pods of the new version ready");
            assertThat(message(rollout(false, 3, 3, 3, 1)))
                    .isEqualTo("Deployment cart has 3 of 3 pods of the new version ready and 1 old pods, its controller has not seen the newest spec");
            assertThat(message(healthy(false))).isEqualTo("Rollout cart has 3 of 3 pods of the new version ready, but is not Healthy");
        }

        @Test
        void aFailureSaysHowLongItWasWaitedForAndHowFarItCame() {
            DeployObservation late = DeploymentDecider.workload(rollout(true, 3, 3, 2, 0), Optional.of(LIFTED), TIMEOUT, LIFTED.plus(TIMEOUT));

            assertThat(late.message()).isEqualTo("not deployed within 300 s (observabilityTimeout): Deployment cart has 2 of 3 pods of the new version ready");
            assertThat(late.requeueAfter()).isEmpty();
            assertThat(late.blocker()).isEmpty();
        }

        @Test
        void anObjectThatIsGoneIsANamedBlocker() {
            DeployObservation seen = DeploymentDecider.workload(Optional.empty(), Optional.of(LIFTED), TIMEOUT, LIFTED.plusSeconds(1));

            assertThat(seen.blocker()).contains(Blocker.stuck("WorkloadNotFound",
                    "The checks passed, but the workload's controller object does not exist; apply the workload again or delete this version"));
            assertThat(DeploymentDecider.workload(rollout(true, 3, 0, 0, 0), Optional.of(LIFTED), TIMEOUT, LIFTED.plusSeconds(1)).blocker()).isEmpty();
        }

        private static String message(Optional<Rollout> rollout) {
            return DeploymentDecider.workload(rollout, Optional.of(LIFTED), TIMEOUT, LIFTED).message();
        }

        private static Optional<Rollout> rollout(boolean current, int desired, int updated, int ready, int old) {
            return Optional.of(new Rollout("Deployment", "cart", current, desired, updated, ready, old, Optional.empty()));
        }

        private static Optional<Rollout> healthy(boolean healthy) {
            return Optional.of(new Rollout("Rollout", "cart", true, 3, 3, 3, 0, Optional.of(healthy)));
        }
    }

    @Nested
    class App {

        static Stream<Arguments> rows() {
            return Stream.of(
                    arguments("no workloads", List.of(), State.SUCCEEDED),
                    arguments("all workloads have succeeded", List.of(State.SUCCEEDED, State.SUCCEEDED), State.SUCCEEDED),
                    arguments("a workload is on its way", List.of(State.SUCCEEDED, State.PROGRESSING), State.PROGRESSING),
                    arguments("a workload has not begun", List.of(State.SUCCEEDED, State.PENDING), State.PROGRESSING),
                    arguments("a workload cannot be read", List.of(State.SUCCEEDED, State.UNKNOWN), State.PROGRESSING),
                    arguments("a workload has failed while another is on its way", List.of(State.PROGRESSING, State.FAILED), State.FAILED),
                    arguments("a workload will not run any more", List.of(State.SUCCEEDED, State.DEPRECATED), State.FAILED));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("rows")
        void isDeployedWhenAllItsWorkloadsAre(String sentence, List<State> states, State state) {
            List<DeploymentDecider.Member> members = states.stream().map(s -> member("w" + s, s, true)).toList();

            DeployObservation seen = DeploymentDecider.app(members);

            assertThat(seen.state()).isEqualTo(state);
            assertThat(seen.blocker()).isEmpty();
            assertThat(seen.requeueAfter()).isEmpty();
        }

        @Test
        void aFailureNamesTheWorkloads() {
            DeployObservation seen = DeploymentDecider.app(List.of(member("api", State.FAILED, true), member("ui", State.SUCCEEDED, true), member("db", State.DEPRECATED, true)));

            assertThat(seen.message()).isEqualTo("workload api 1.0 Failed; workload db 1.0 Deprecated");
        }

        @Test
        void workloadsThatDoNotExistAreANamedBlocker() {
            DeployObservation seen = DeploymentDecider.app(List.of(member("api", State.PENDING, false), member("ui", State.PENDING, true), member("db", State.PENDING, false)));

            assertThat(seen.state()).isEqualTo(State.PROGRESSING);
            assertThat(seen.blocker()).contains(Blocker.stuck("WorkloadVersionNotFound",
                    "The app lists api 1.0, db 1.0, but no workload with that name and version has been applied; apply it or correct the KeptnApp"));
        }

        private static DeploymentDecider.Member member(String name, State state, boolean found) {
            return new DeploymentDecider.Member(new MemberStatus(name, "1.0", state), found);
        }
    }
}
