package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromon.kube.LogCapture;
import dev.dromon.query.AccessReviewer.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessReviewerTest {

    private final Reviews api = new Reviews();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AccessReviewer reviewer = new AccessReviewer(api.client(), AccessReviewer.Right.EVENTS, nanos::get);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theUserOfATokenIsAskedAboutAsTheApiServerKnowsHim() throws Exception {
        api.allowed.add("jane prod");

        assertThat(reviewer.review("token-of-jane", Optional.of("prod"))).isEqualTo(Verdict.ALLOWED);
        assertThat(api.asked).singleElement().satisfies(spec -> {
            assertThat(spec.getUser()).isEqualTo("jane");
            assertThat(spec.getUid()).isEqualTo("uid");
            assertThat(spec.getGroups()).containsExactly("staff");
            assertThat(spec.getExtra()).isEqualTo(Map.of("scope", List.of("x")));
            assertThat(spec.getResourceAttributes().getVerb()).isEqualTo("list");
            assertThat(spec.getResourceAttributes().getGroup()).isEqualTo("lifecycle.keptn.sh");
            assertThat(spec.getResourceAttributes().getResource()).isEqualTo("keptnappversions");
            assertThat(spec.getResourceAttributes().getNamespace()).isEqualTo("prod");
        });
    }

    @Test
    void aRightInOneNamespaceIsNoneElsewhere() throws Exception {
        api.allowed.add("jane prod");

        assertThat(reviewer.review("token-of-jane", Optional.of("prod"))).isEqualTo(Verdict.ALLOWED);
        assertThat(reviewer.review("token-of-jane", Optional.of("test"))).isEqualTo(Verdict.FORBIDDEN);
        assertThat(reviewer.review("token-of-jane", Optional.empty())).isEqualTo(Verdict.FORBIDDEN);
        assertThat(reviewer.review("token-of-joe", Optional.of("prod"))).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void aTokenThatNobodyKnowsIsNotAskedAboutFurther() throws Exception {
        assertThat(reviewer.review("made-up", Optional.empty())).isEqualTo(Verdict.UNKNOWN);

        assertThat(api.asked).isEmpty();
    }

    @Test
    void answersAreRememberedForTenSecondsGoodAndBad() throws Exception {
        assertThat(reviewer.review("token-of-jane", Optional.of("prod"))).isEqualTo(Verdict.FORBIDDEN);
        assertThat(reviewer.review("made-up", Optional.of("prod"))).isEqualTo(Verdict.UNKNOWN);
        api.allowed.add("jane prod");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(reviewer.review("token-of-jane", Optional.of("prod"))).isEqualTo(Verdict.FORBIDDEN);
        assertThat(reviewer.review("made-up", Optional.of("prod"))).isEqualTo(Verdict.UNKNOWN);
        assertThat(api.tokens).isEqualTo(2);
        nanos.addAndGet(1);

        assertThat(reviewer.review("token-of-jane", Optional.of("prod"))).isEqualTo(Verdict.ALLOWED);
        assertThat(api.tokens).isEqualTo(3);
    }

    @Test
    void anApiServerThatDoesNotAnswerLetsNobodyInAndNoTokenIntoTheLog() {
        api.down = true;
        try (LogCapture log = new LogCapture("dev.dromon.query", Level.WARN)) {
            assertThatThrownBy(() -> reviewer.review("token-of-jane", Optional.of("prod"))).isInstanceOf(AccessReviewer.UnavailableException.class)
                    .hasMessage("the API server does not say who may read").hasNoCause();
            assertThat(log.at(Level.WARN)).singleElement().satisfies(line -> assertThat(line.text()).startsWith("cannot review").doesNotContain("jane"));
        }
    }
}
