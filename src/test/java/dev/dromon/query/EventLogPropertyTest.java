package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens to versions, and whenever replicas see it, a client that goes on from its cursor misses nothing. */
class EventLogPropertyTest {

    private static final EventSelection ALL = new EventSelection(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    private static final int VERSIONS = 6;
    private static final int LIMIT = 3;

    /** What can happen. */
    enum Kind { WRITE, DELETE, SYNC_APPS, SYNC_WORKLOADS, PEEK, RESTART, READ }

    /** Something happens to a version or a replica; seconds are any time, early or late. */
    record Step(Kind kind, int version, int replica, int second) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(8, Arbitraries.just(Kind.WRITE)), net.jqwik.api.Tuple.of(6, Arbitraries.of(Kind.READ)),
                net.jqwik.api.Tuple.of(6, Arbitraries.of(Kind.SYNC_APPS, Kind.SYNC_WORKLOADS)), net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.DELETE, Kind.PEEK, Kind.RESTART)));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, VERSIONS - 1), Arbitraries.integers().between(0, 1),
                Arbitraries.integers().between(0, 100_000)).as(Step::new).list().ofMinSize(20).ofMaxSize(120);
    }

    /** A client that reads page by page. */
    private static final class Client {

        private final List<String> told = new ArrayList<>();
        private Cursor cursor = Cursor.START;

        boolean read(World.Replica from) {
            EventReader.Page page = from.reader.read(cursor, ALL, LIMIT);
            page.events().forEach(t -> told.add(t.event().id()));
            cursor = Cursor.parse(page.next().text()).orElseThrow();
            return page.more();
        }

        void readAll(World.Replica from) {
            boolean more = true;
            while (more) {
                more = read(from);
            }
        }
    }

    @Property(tries = 500)
    void everyEventIsReadOnceInOneLogAndAtLeastOnceAcrossLogs(@ForAll("steps") List<Step> steps) {
        World world = new World();
        List<World.Replica> replicas = List.of(world.new Replica("a0"), world.new Replica("b0"));
        World.Replica steady = world.new Replica("c0");
        Client faithful = new Client();
        Client roaming = new Client();
        int logs = 0;
        for (Step step : steps) {
            World.Replica replica = replicas.get(step.replica());
            String name = "v" + step.version();
            switch (step.kind()) {
                case WRITE -> world.happens("prod", name, step.version() % 2 == 0, step.second());
                case DELETE -> world.deleted(name);
                case SYNC_APPS -> replicas(replica, steady).forEach(r -> r.sync(true));
                case SYNC_WORKLOADS -> replicas(replica, steady).forEach(r -> r.sync(false));
                case PEEK -> replicas(replica, steady).forEach(r -> r.peek(name));
                case RESTART -> replica.restart("d" + logs++);
                case READ -> {
                    roaming.read(replica);
                    faithful.read(steady);
                }
            }
        }
        replicas(replicas.get(0), steady).forEach(World.Replica::sync);
        roaming.readAll(replicas.get(0));
        faithful.readAll(steady);

        assertThat(roaming.told).containsAll(world.ids());
        assertThat(faithful.told).containsAll(world.ids()).doesNotHaveDuplicates();
    }

    /**
     * Two replicas lead in turn, and see each other's writes whenever their watches bring them; somebody reads at a third, somebody at both. Who reads at several may get at one,
     * afterwards, what was deleted at another.
     */
    @Property(tries = 500)
    void noEventIsReadBeforeOneThatWasSeenWhenItWasRecorded(@ForAll("steps") List<Step> steps) {
        World world = new World();
        List<World.Replica> leaders = List.of(world.new Replica("a0"), world.new Replica("b0"));
        World.Replica steady = world.new Replica("c0");
        Client faithful = new Client();
        Client roaming = new Client();
        Map<String, Set<String>> causes = new HashMap<>();
        int logs = 0;
        for (Step step : steps) {
            World.Replica replica = leaders.get(step.replica());
            String name = "v" + step.version();
            switch (step.kind()) {
                case WRITE -> causes.putAll(world.records(replica, name, step.version() % 2 == 0, step.second()));
                case DELETE -> world.deleted(name);
                case SYNC_APPS -> replicas(replica, steady).forEach(r -> r.sync(true));
                case SYNC_WORKLOADS -> replicas(replica, steady).forEach(r -> r.sync(false));
                case PEEK -> steady.peek(name);
                case RESTART -> replica.restart("d" + logs++);
                case READ -> {
                    roaming.read(replica);
                    faithful.read(steady);
                }
            }
        }
        steady.sync();
        faithful.readAll(steady);

        assertThat(faithful.told).containsAll(world.ids());
        inOrder("faithful", faithful.told, causes);
        causes.replaceAll((effect, of) -> of.stream().filter(world.ids()::contains).collect(Collectors.toSet()));
        inOrder("roaming", List.copyOf(new LinkedHashSet<>(roaming.told)), causes);
    }

    private static void inOrder(String client, List<String> told, Map<String, Set<String>> causes) {
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.subList(i, told.size())).filteredOn(causes.get(told.get(i))::contains).as("told to the %s client after their effect", client).isEmpty();
        }
    }

    private static List<World.Replica> replicas(World.Replica one, World.Replica other) {
        return List.of(one, other);
    }

    @Property(tries = 100)
    void whatACursorOfAnotherLogCertainlyHadIsNotToldAgain(@ForAll("steps") List<Step> steps) {
        World world = new World();
        World.Replica old = world.new Replica("a0");
        steps.stream().filter(s -> s.kind() == Kind.WRITE).forEach(s -> world.happens("prod", "v" + s.version(), s.version() % 2 == 0, s.second()));
        old.sync();
        Client client = new Client();
        client.readAll(old);
        int before = client.told.size();
        World.Replica fresh = world.new Replica("b0");
        client.readAll(fresh);

        assertThat(client.told).hasSize(before);
        assertThat(new LinkedHashSet<>(client.told)).hasSize(before);
    }

    @Property(tries = 100)
    void eventsOfAVersionComeInTheirOrder(@ForAll("steps") List<Step> steps) {
        World world = new World();
        World.Replica replica = world.new Replica("a0");
        List<String> sequence = new ArrayList<>();
        Cursor cursor = Cursor.START;
        int second = 0;
        for (Step step : steps) {
            if (step.kind() == Kind.WRITE) {
                second++;
                world.happens("prod", "v0", true, second);
            } else {
                replica.sync(true);
                EventReader.Page page = replica.reader.read(cursor, ALL, LIMIT);
                page.events().forEach(t -> sequence.add((String) t.event().extensions().get("sequence")));
                cursor = page.next();
            }
        }

        assertThat(sequence).isSorted().doesNotHaveDuplicates();
    }
}
