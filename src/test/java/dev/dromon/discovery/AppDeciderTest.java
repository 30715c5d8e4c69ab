package dev.dromon.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.discovery.AppDecision.Kind;
import dev.dromon.discovery.AppDecision.Workload;
import dev.dromon.model.Hash;
import dev.dromon.model.Names;
import dev.dromon.model.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AppDeciderTest {

    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<AppMember> PODTATO = Stream.of("right-leg", "entry", "hat", "left-arm", "left-leg", "right-arm")
            .map(part -> new AppMember(Names.workload("podtato-head", "podtato-head-" + part), "0.1.0", CREATED)).toList();

    @ParameterizedTest(name = "{0}")
    @MethodSource("windows")
    void waitsUntilNoWorkloadHasComeForTheQuietPeriod(String sentence, long lastChange, double now, Kind kind, double rest) {
        AppDecider.Request request = request(member("shop-cart", "1", lastChange), member("shop-ui", "1", 0));

        AppDecision decision = AppDecider.decide(request, Settings.DEFAULT, CREATED.plusMillis((long) (now * 1000)));

        assertThat(decision.kind()).isEqualTo(kind);
        assertThat(decision.waiting()).isEqualTo(kind == Kind.WAIT ? Optional.of(Duration.ofMillis((long) (rest * 1000))) : Optional.empty());
    }

    static Stream<Arguments> windows() {
        return Stream.of(
                arguments("right after the first workload, which may have come at the end of its second", 0, 0.5, Kind.WAIT, 3.5),
                arguments("just before the quiet period is over", 0, 3.999, Kind.WAIT, 0.001),
                arguments("when the quiet period is over", 0, 4, Kind.CREATE, 0),
                arguments("a later workload starts the quiet period again", 2, 4, Kind.WAIT, 2),
                arguments("and again", 10, 12, Kind.WAIT, 2),
                arguments("until the longest wait is over", 29, 29.5, Kind.WAIT, 0.5),
                arguments("then it does not wait any more", 29, 30, Kind.CREATE, 0),
                arguments("a workload from before the request does not shorten the wait", -60, 1, Kind.WAIT, 3),
                arguments("a workload that is said to come in the future does not prolong the longest wait", 900, 30, Kind.CREATE, 0));
    }

    @Test
    void anAppOfOneServiceDoesNotWait() {
        AppDecider.Request request = new AppDecider.Request("cart", CREATED, true, List.of(member("cart-cart", "1.2", 0)), Optional.empty(), false);

        assertThat(AppDecider.decide(request, Settings.DEFAULT, CREATED)).isEqualTo(write(Kind.CREATE, "1.2", new Workload("cart", "1.2")));
    }

    @Test
    void anAppThatItsUserWroteIsLeftAlone() {
        AppDecision.App existing = new AppDecision.App("7", List.of(new Workload("other", "1")));
        AppDecider.Request request = new AppDecider.Request("shop", CREATED, false, List.of(member("shop-cart", "1", 0)), Optional.of(existing), true);

        assertThat(AppDecider.decide(request, Settings.DEFAULT, CREATED).kind()).isEqualTo(Kind.NOTHING);
    }

    @Test
    void aRequestWithoutWorkloadsWaitsAndIsThenDropped() {
        assertThat(AppDecider.decide(request(), Settings.DEFAULT, CREATED.plusSeconds(1)).kind()).isEqualTo(Kind.WAIT);
        assertThat(AppDecider.decide(request(), Settings.DEFAULT, CREATED.plusSeconds(4)).kind()).isEqualTo(Kind.NOTHING);
    }

    @Test
    void theAppListsItsWorkloadsByNameWithoutTheAppsPrefix() {
        AppDecision decision = late(request(member("shop-ui", "2", 0), member("shop-cart", "1", 0), member("legacy", "9", 0)));

        assertThat(decision.kind()).isEqualTo(Kind.CREATE);
        assertThat(decision.app().orElseThrow().workloads()).containsExactly(new Workload("legacy", "9"), new Workload("cart", "1"), new Workload("ui", "2"));
    }

    @Test
    void theVersionOfSeveralWorkloadsIsKeptnsHash() {
        AppDecider.Request request = new AppDecider.Request("podtato-head", CREATED, false, PODTATO, Optional.empty(), false);

        AppDecision.App app = late(request).app().orElseThrow();

        assertThat(app.version()).isEqualTo("95a0b0ddca");
        assertThat(app.workloads().get(0)).isEqualTo(new Workload("podtato-head-entry", "0.1.0"));
    }

    @Test
    void theVersionOfOneWorkloadIsItsOwn() {
        assertThat(late(request(member("shop-cart", "4.2", 0))).app().orElseThrow().version()).isEqualTo("4.2");
    }

    @Property
    void theOrderOfTheWorkloadsDoesNotMatter(@ForAll Random random) {
        List<AppMember> shuffled = new ArrayList<>(PODTATO);
        Collections.shuffle(shuffled, random);

        assertThat(late(request(shuffled.toArray(AppMember[]::new)))).isEqualTo(late(request(PODTATO.toArray(AppMember[]::new))));
    }

    @Test
    void anAppThatIsAsItShouldBeIsNotWrittenAgain() {
        AppDecision.App existing = new AppDecision.App("1", List.of(new Workload("cart", "1")));

        assertThat(late(existing(existing, member("shop-cart", "1", 0))).kind()).isEqualTo(Kind.NOTHING);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aManagedAppFollowsItsWorkloads(String sentence, List<AppMember> members, AppDecision expected) {
        AppDecision.App existing = new AppDecision.App("old", List.of(new Workload("cart", "1"), new Workload("ui", "1")));

        assertThat(late(existing(existing, members.toArray(AppMember[]::new)))).isEqualTo(expected);
    }

    static Stream<Arguments> changes() {
        AppMember cart = member("shop-cart", "1", 0);
        return Stream.of(
                arguments("a new version", List.of(cart, member("shop-ui", "2", 0)), write(Kind.UPDATE, hash("shop-cart-1shop-ui-2"), new Workload("cart", "1"), new Workload("ui", "2"))),
                arguments("a new workload", List.of(cart, member("shop-ui", "1", 0), member("shop-zoo", "1", 0)),
                        write(Kind.UPDATE, hash("shop-cart-1shop-ui-1shop-zoo-1"), new Workload("cart", "1"), new Workload("ui", "1"), new Workload("zoo", "1"))),
                arguments("a workload less", List.of(cart), write(Kind.UPDATE, "1", new Workload("cart", "1"))),
                arguments("no workload any more", List.of(), AppDecision.nothing()));
    }

    private static String hash(String text) {
        return Hash.sha256(text, 10);
    }

    private static AppDecision write(Kind kind, String version, Workload... workloads) {
        return AppDecision.write(kind, new AppDecision.App(version, List.of(workloads)));
    }

    private static AppDecision late(AppDecider.Request request) {
        return AppDecider.decide(request, Settings.DEFAULT, CREATED.plusSeconds(60));
    }

    private static AppDecider.Request request(AppMember... members) {
        return new AppDecider.Request("shop", CREATED, false, List.of(members), Optional.empty(), false);
    }

    private static AppDecider.Request existing(AppDecision.App app, AppMember... members) {
        return new AppDecider.Request("shop", CREATED, false, List.of(members), Optional.of(app), false);
    }

    private static AppMember member(String object, String version, long secondsAfterTheRequest) {
        return new AppMember(object, version, CREATED.plusSeconds(secondsAfterTheRequest));
    }
}
