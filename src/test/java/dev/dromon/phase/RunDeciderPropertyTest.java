package dev.dromon.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateDecider;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Decision;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.scenario.Scenario;
import dev.dromon.scenario.Story;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RunDeciderPropertyTest {

    @Provide
    Arbitrary<Phase> checkPhases() {
        return Arbitraries.of(Phase.class).filter(p -> p.kind() != Phase.Kind.DEPLOY);
    }

    @Property
    void theOrderInWhichChecksAreListedDoesNotMatter(@ForAll("checkPhases") Phase phase, @ForAll @Size(max = 6) List<State> states, @ForAll boolean block, @ForAll Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, states.size()).boxed().toList());
        Collections.shuffle(order, random);

        RunStatus listed = seen(phase, states, inOrder(states.size()), block).reconcile().status();
        RunStatus shuffled = seen(phase, states, order, block).reconcile().status();

        assertThat(shuffled.state()).isEqualTo(listed.state());
        assertThat(shuffled.currentPhase()).isEqualTo(listed.currentPhase());
        assertThat(shuffled.phases().keySet()).isEqualTo(listed.phases().keySet());
        listed.phases().forEach((p, status) -> assertThat(shuffled.phase(p).state()).isEqualTo(status.state()));
        assertThat(shuffled.phase(phase).items()).extracting(i -> i.definition() + i.state())
                .containsExactlyInAnyOrderElementsOf(listed.phase(phase).items().stream().map(i -> i.definition() + i.state()).toList());
        assertThat(Story.phases(shuffled)).isEqualTo(Story.phases(listed));
        assertThat(GateDecider.approved(shuffled)).isEqualTo(GateDecider.approved(listed));
    }

    @Property
    void theOrderInWhichChecksAreHandedOverDoesNotMatter(@ForAll("checkPhases") Phase phase, @ForAll @Size(max = 6) List<State> states, @ForAll boolean block, @ForAll Random random) {
        Scenario run = seen(phase, states, inOrder(states.size()), block);
        Decision listed = run.look();

        Decision shuffled = run.shuffle(checks -> {
            List<CheckObservation> other = new ArrayList<>(checks);
            Collections.shuffle(other, random);
            return other;
        }).look();

        assertThat(shuffled.status()).isEqualTo(listed.status());
        assertThat(shuffled.actions()).isEqualTo(listed.actions());
    }

    @Property
    void addingAFailedCheckNeverHelps(@ForAll("checkPhases") Phase phase, @ForAll @Size(max = 6) List<State> states, @ForAll boolean block) {
        List<State> more = new ArrayList<>(states);
        more.add(State.FAILED);

        RunStatus without = seen(phase, states, inOrder(states.size()), block).reconcile().status();
        RunStatus with = seen(phase, more, inOrder(more.size()), block).reconcile().status();

        assertThat(with.phase(phase).state()).isNotEqualTo(State.SUCCEEDED);
        assertThat(with.phase(phase).state().passed() && (block || !endedAll(states))).isFalse();
        assertThat(GateDecider.approved(with) && !GateDecider.approved(without) && block).isFalse();
        assertThat(block && with.state() != State.FAILED).isFalse();
    }

    private static boolean endedAll(List<State> states) {
        return states.stream().allMatch(State::completed);
    }

    @Property
    void decidingTwiceIsTheSame(@ForAll("checkPhases") Phase phase, @ForAll @Size(max = 6) List<State> states, @ForAll boolean block) {
        Scenario run = seen(phase, states, inOrder(states.size()), block);
        Decision first = run.look();

        Decision second = run.recorded(first.status()).look();

        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.actions()).isEqualTo(first.actions());
        assertThat(second.changed()).isFalse();
    }

    @Property
    void whatIsRecordedOfChecksIsWhatWasSeen(@ForAll("checkPhases") Phase phase, @ForAll @Size(max = 6) List<State> states, @ForAll boolean block) {
        RunStatus status = seen(phase, states, inOrder(states.size()), block).reconcile().status();

        assertThat(status.phase(phase).items()).extracting(ItemStatus::state).containsExactlyElementsOf(states);
    }

    private static List<Integer> inOrder(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    /** A run that stands in the phase, whose checks exist and are in these states; the order says at which place each is listed. */
    private static Scenario seen(Phase phase, List<State> states, List<Integer> order, boolean block) {
        Scenario run = Scenario.of(phase).blockDeployment(block).list(phase, order.stream().map(i -> "check-" + i).toArray(String[]::new));
        for (Phase earlier : Phase.of(phase.level(), true)) {
            if (earlier.compareTo(phase) < 0 && earlier.kind() == Phase.Kind.DEPLOY) {
                run.deployed();
            }
        }
        for (int position = 0; position < order.size(); position++) {
            run.see(phase, position, states.get(order.get(position)));
        }
        return run;
    }
}
