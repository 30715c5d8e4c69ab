package dev.dromon.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskSpec;
import dev.dromon.gather.Kinds;
import dev.dromon.gather.TaskStatusMapper;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.PatientMockClient;
import dev.dromon.model.State;
import dev.dromon.task.Callback;
import dev.dromon.task.TaskStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, kubernetesClientBuilderCustomizer = PatientMockClient.class)
class CachedTasksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    KubernetesClient client;
    private KubeCaches caches;
    private final ExecutorService guessers = Executors.newCachedThreadPool();

    @BeforeEach
    void start() {
        caches = new KubeCaches(client, Kinds.all(), Optional.empty(), 500);
    }

    @AfterEach
    void stop() {
        guessers.shutdownNow();
        caches.close();
    }

    private CachedTasks tasks(Duration patience) {
        return new CachedTasks(caches.of(KeptnTask.class), new ClusterWriter(client, caches), client.getKubernetesSerialization(), patience);
    }

    private CachedTasks current(Duration patience) {
        CachedTasks tasks = tasks(patience);
        await().atMost(PATIENCE).until(() -> caches.of(KeptnTask.class).synced() && caches.of(KeptnTask.class).watching());
        return tasks;
    }

    private KeptnTask task(String name, String hash) {
        KeptnTask task = new KeptnTask();
        task.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("shop").build());
        task.setSpec(new KeptnTaskSpec());
        TaskStatusMapper.write(task, new TaskStatus(State.PROGRESSING, "", "", "", Optional.empty(), Optional.empty(), Optional.of(new Callback(hash, Instant.EPOCH))));
        return client.resource(task).create();
    }

    private CompletableFuture<Optional<KeptnTask>> find(CachedTasks tasks, String hash) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return tasks.find(hash);
            } catch (NotNow | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, guessers);
    }

    @Test
    void aTaskIsFoundByTheHashOfItsToken() throws Exception {
        task("a", "one");
        task("b", "two");
        CachedTasks tasks = current(PATIENCE);

        assertThat(tasks.find("two")).hasValueSatisfying(t -> assertThat(t.getMetadata().getName()).isEqualTo("b"));
    }

    @Test
    void aTokenThatNobodyHasIsUnknownAfterAWhile() throws Exception {
        assertThat(current(Duration.ZERO).find("one")).isEmpty();
        assertThat(current(Duration.ofMillis(120)).find("one")).isEmpty();
    }

    @Test
    void aTaskIsFoundByItsNameOnceItsRequestIsRecorded() throws Exception {
        task("a", "one");
        KeptnTask job = new KeptnTask();
        job.setMetadata(new ObjectMetaBuilder().withName("job").withNamespace("shop").build());
        job.setSpec(new KeptnTaskSpec());
        client.resource(job).create();
        CachedTasks tasks = current(Duration.ZERO);

        assertThat(tasks.named("shop", "a")).isPresent();
        assertThat(tasks.named("shop", "job")).isEmpty();
        assertThat(tasks.named("shop", "nobody")).isEmpty();
        assertThat(tasks.named("other", "a")).isEmpty();
    }

    @Test
    void aTaskOfThatNameThatTheCacheHasNotHeardOfIsAskedFor() {
        caches.close();
        task("a", "one");

        assertThat(tasks(Duration.ZERO).named("shop", "a")).hasValueSatisfying(t -> assertThat(t.getStatus().callback.tokenHash).isEqualTo("one"));
        assertThat(tasks(Duration.ZERO).named("shop", "b")).isEmpty();
    }

    @Test
    void beforeTheCacheIsCompleteNobodyKnows() {
        caches.close();

        assertThatThrownBy(() -> tasks(Duration.ZERO).find("one")).isInstanceOf(NotNow.class);
    }

    @Test
    void aTaskThatThisReplicaHearsOfAMomentLaterIsFound() throws Exception {
        CachedTasks tasks = current(PATIENCE);
        CompletableFuture<Optional<KeptnTask>> found = find(tasks, "one");
        assertThat(found).isNotDone();

        task("a", "one");

        await().atMost(PATIENCE).until(found::isDone);
        assertThat(found.get()).isPresent();
    }

    @Test
    void thoseWhoGuessKeepNobodyWaitingWhoseTokenIsKnown() throws Exception {
        task("a", "one");
        CachedTasks tasks = current(PATIENCE);
        List<CompletableFuture<Optional<KeptnTask>>> guesses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            guesses.add(find(tasks, "guess " + i));
        }

        await().atMost(PATIENCE).until(() -> guesses.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 12);
        assertThatThrownBy(() -> tasks.find("guess")).isInstanceOf(NotNow.class);
        assertThat(tasks.find("one")).isPresent();
    }

    @Test
    void whatIsWrittenIsSeenAtOnce() throws Exception {
        KeptnTask created = task("a", "one");
        CachedTasks tasks = current(PATIENCE);
        KeptnTask old = tasks.find("one").orElseThrow();
        TaskStatus status = new TaskStatus(State.SUCCEEDED, "", "", "", Optional.empty(), Optional.empty(), Optional.of(new Callback("one", Instant.EPOCH)));

        tasks.write(old, status);

        assertThat(tasks.find("one").orElseThrow().getStatus().status).isEqualTo("Succeeded");
        assertThat(old.getStatus().status).as("what is shared is not changed").isEqualTo("Progressing");
        assertThat(tasks.reread(created)).hasValueSatisfying(t -> assertThat(t.getStatus().status).isEqualTo("Succeeded"));
        client.resource(created).delete();
        assertThat(tasks.reread(created)).isEmpty();
    }
}
