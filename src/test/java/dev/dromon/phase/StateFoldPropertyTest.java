package dev.dromon.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class StateFoldPropertyTest {

    @Property
    void theOrderOfThePartsDoesNotMatter(@ForAll @Size(max = 8) List<State> parts, @ForAll Random random) {
        List<State> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, random);

        assertThat(StateFold.fold(shuffled)).isEqualTo(StateFold.fold(parts));
    }

    @Property
    void addingAFailedPartNeverHelps(@ForAll @Size(max = 8) List<State> parts) {
        List<State> more = new ArrayList<>(parts);
        more.add(State.FAILED);

        assertThat(StateFold.fold(more)).isEqualTo(State.FAILED);
    }

    @Property
    void aWholeHasSucceededOnlyWhenEveryPartPassed(@ForAll @Size(max = 8) List<State> parts) {
        assertThat(StateFold.fold(parts) == State.SUCCEEDED).isEqualTo(parts.stream().allMatch(State::passed));
    }

    @Property
    void foldingTheFoldWithItsPartsChangesNothing(@ForAll @Size(max = 8) List<State> parts) {
        List<State> more = new ArrayList<>(parts);
        more.add(StateFold.fold(parts));

        assertThat(StateFold.fold(more)).isEqualTo(StateFold.fold(parts));
    }
}
