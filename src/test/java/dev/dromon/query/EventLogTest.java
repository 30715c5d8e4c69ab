package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the properties do not play: histories that become shorter, versions that come back. */
class EventLogTest {

    private static final EventSelection ALL = new EventSelection(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    private static final int MANY = 500;

    private final World world = new World();
    private final World.Replica replica = world.new Replica("a0");

    @BeforeEach
    void threeEvents() {
        for (int second = 0; second < 3; second++) {
            world.happens("prod", "cart", true, second);
        }
        replica.sync();
    }

    private EventReader.Page read(Cursor since) {
        return replica.reader.read(since, ALL, MANY);
    }

    private static List<String> ids(EventReader.Page page) {
        return page.events().stream().map(told -> told.event().id()).toList();
    }

    @Test
    void aVersionThatIsHiddenForAWhileIsNotToldAgain() {
        EventReader.Page first = read(Cursor.START);
        replica.hide("cart");
        assertThat(ids(read(Cursor.START))).isEmpty();
        EventReader.Page hidden = read(first.next());
        world.happens("prod", "cart", true, 3);
        replica.sync();

        assertThat(ids(read(hidden.next()))).isEqualTo(world.ids().subList(3, 4));
    }

    @Test
    void anotherVersionOfTheSameNameIsToldFromItsBeginning() {
        EventReader.Page first = read(Cursor.START);
        world.deleted("cart");
        world.happens("prod", "cart", true, 7);
        replica.sync();

        assertThat(ids(read(first.next()))).isEqualTo(world.ids()).hasSize(1);
    }

    @Test
    void whatHappensAfterARestoreIsToldAlsoInThePlaceOfWhatWasLost() {
        EventReader.Page first = read(Cursor.START);
        world.restored("cart", 1);
        replica.sync();
        EventReader.Page shorter = read(first.next());
        assertThat(ids(shorter)).isEmpty();
        world.happens("prod", "cart", true, 8);
        replica.sync();

        assertThat(ids(read(shorter.next()))).isEqualTo(world.ids().subList(1, 2));
        assertThat(ids(read(Cursor.START))).isEqualTo(world.ids());
    }

    @Test
    void aCursorOfTheFutureOfThisLogIsThatOfAnother() {
        Cursor forged = Cursor.in("a0", 1_000, Cursor.Safe.NOTHING);

        assertThat(ids(read(forged))).isEqualTo(world.ids());
    }
}
