package dev.dromon.query;

import dev.dromon.kube.ApiFailure;
import dev.dromon.model.Hash;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server who a bearer token is, and whether that user may read what they ask for. Answers are remembered for ten seconds, under a digest of the token. Thread-safe.
 * Rule: docs/reference/events-api.md, who may read.
 */
final class AccessReviewer {

    /** What may be done with a token. */
    enum Verdict {
        /** Its user may read. */
        ALLOWED,
        /** It is nobody's. */
        UNKNOWN,
        /** Its user may not read. */
        FORBIDDEN
    }

    /**
     * What a user must have to read.
     *
     * @param verb     get or list
     * @param group    of the API
     * @param resource plural
     */
    record Right(String verb, String group, String resource) {

        static final Right EVENTS = new Right("list", "lifecycle.keptn.sh", "keptnappversions");
        static final Right METRICS = new Right("get", "metrics.keptn.sh", "keptnmetrics");
        static final Right ALL_METRICS = new Right("list", "metrics.keptn.sh", "keptnmetrics");
        static final Right ALL_ANALYSES = new Right("list", "metrics.keptn.sh", "analyses");
    }

    /** The API server does not say. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccessReviewer.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 1_000;
    private static final int SIDE_BY_SIDE = 8;
    private static final int PATIENCE_SECONDS = 5;
    private static final int DIGEST = 64;

    private final KubernetesClient client;
    private final Right right;
    private final LongSupplier nanoClock;
    private final Semaphore reviews = new Semaphore(SIDE_BY_SIDE);
    private final Map<String, Answer> answers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Answer(Verdict verdict, long until) {
    }

    /** What is asked for, of people. */
    Right right() {
        return right;
    }

    /** Asks with the client's rights; nanoClock counts nanoseconds, as {@link System#nanoTime()} does. */
    AccessReviewer(KubernetesClient client, Right right, LongSupplier nanoClock) {
        this.client = client;
        this.right = right;
        this.nanoClock = nanoClock;
    }

    /** Whether the user of a token has the right in a namespace; in all namespaces when it is empty. */
    Verdict review(String token, Optional<String> namespace) throws UnavailableException, InterruptedException {
        String key = Hash.sha256(token, DIGEST) + "/" + namespace.orElse("");
        Optional<Verdict> known = known(key);
        if (known.isPresent()) {
            return known.get();
        }
        Verdict verdict = ask(token, namespace);
        synchronized (answers) {
            answers.remove(key);
            answers.put(key, new Answer(verdict, nanoClock.getAsLong() + REMEMBERED.toNanos()));
        }
        return verdict;
    }

    private Optional<Verdict> known(String key) {
        synchronized (answers) {
            return Optional.ofNullable(answers.get(key)).filter(answer -> answer.until() - nanoClock.getAsLong() > 0).map(Answer::verdict);
        }
    }

    /** Few at a time: anybody can send tokens that nobody knows, and the API server must not suffer from it. */
    private Verdict ask(String token, Optional<String> namespace) throws UnavailableException, InterruptedException {
        if (!reviews.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new UnavailableException("too many tokens are under review");
        }
        try {
            Optional<UserInfo> user = user(token);
            return user.isEmpty() ? Verdict.UNKNOWN : allowed(user.get(), namespace) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
        } catch (KubernetesClientException e) {
            LOG.warn("cannot review who may read reason=\"{}\"", ApiFailure.reason(e));
            throw new UnavailableException("the API server does not say who may read");
        } finally {
            reviews.release();
        }
    }

    private Optional<UserInfo> user(String token) {
        TokenReview review = client.authentication().v1().tokenReviews().create(new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build());
        return Optional.ofNullable(review.getStatus()).filter(status -> Boolean.TRUE.equals(status.getAuthenticated())).map(status -> status.getUser());
    }

    private boolean allowed(UserInfo user, Optional<String> namespace) {
        SubjectAccessReview review = client.authorization().v1().subjectAccessReview().create(new SubjectAccessReviewBuilder().withNewSpec()
                .withUser(user.getUsername()).withUid(user.getUid()).withGroups(user.getGroups()).withExtra(user.getExtra())
                .withNewResourceAttributes().withVerb(right.verb()).withGroup(right.group()).withResource(right.resource()).withNamespace(namespace.orElse(""))
                .endResourceAttributes().endSpec().build());
        return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
    }
}
