package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.Rollout;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapListBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KindCacheTest {

    private static final Duration RETRIES = Duration.ofSeconds(20);

    private static final ResourceKind<ConfigMap> MAPS = ResourceKind.of(ConfigMap.class)
        .indexed("color", map -> map.getData() == null ? List.of() : List.of(map.getData().getOrDefault("color", "none")));

    private static final ResourceDefinitionContext DEFINITIONS = ResourceDefinitionContext.fromResourceType(KeptnTaskDefinition.class);

    private FaultyApi api;
    private KubernetesClient client;
    private KubeCaches caches;

    @BeforeEach
    void start() {
        api = new FaultyApi();
        client = api.client();
        caches = caches(client, MAPS);
    }

    @AfterEach
    void stop() {
        caches.close();
        client.close();
        api.close();
    }

    private static KubeCaches caches(KubernetesClient client, ResourceKind<?>... kinds) {
        return new KubeCaches(client, List.of(kinds), Optional.empty(), 500);
    }

    private KindCache<ConfigMap> watching() {
        KindCache<ConfigMap> cache = caches.of(ConfigMap.class);
        await().atMost(RETRIES).until(() -> cache.synced() && cache.watching());
        return cache;
    }

    private static ConfigMap map(String name, String color) {
        return new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName(name).endMetadata().withData(Map.of("color", color)).build();
    }

    private static ConfigMap create(KubernetesClient by, String name, String color) {
        return by.resource(map(name, color)).create();
    }

    private static String color(KindCache<ConfigMap> cache, String name) {
        return cache.get("ns", name).map(map -> map.getData().get("color")).orElse(null);
    }

    @Test
    void objectsAreFoundByNameIndexAndOwner() {
        ConfigMap owner = create(api.admin(), "owner", "red");
        ConfigMap owned = map("owned", "red");
        owned.getMetadata().setOwnerReferences(List.of(new OwnerReferenceBuilder().withApiVersion("v1").withKind("ConfigMap").withName("owner").withUid(owner.getMetadata().getUid()).build()));
        api.admin().resource(owned).create();
        create(api.admin(), "other", "blue");
        KindCache<ConfigMap> cache = watching();
        assertThat(cache.get("ns", "owner")).isPresent();
        assertThat(cache.get("ns", "nobody")).isEmpty();
        assertThat(cache.list()).hasSize(3);
        assertThat(cache.byIndex("color", "red")).extracting(map -> map.getMetadata().getName()).containsExactlyInAnyOrder("owner", "owned");
        assertThat(cache.owned(owner.getMetadata().getUid())).extracting(map -> map.getMetadata().getName()).containsExactly("owned");
    }

    @Test
    void clusterScopedObjectIsFoundWithoutNamespace() {
        try (KubeCaches both = new KubeCaches(client, List.of(ResourceKind.of(Namespace.class)), Optional.of("one"), 500)) {
            api.admin().resource(new NamespaceBuilder().withNewMetadata().withName("prod").endMetadata().build()).create();
            KindCache<Namespace> cache = both.of(Namespace.class);
            await().atMost(RETRIES).until(() -> cache.get(null, "prod").isPresent() && cache.get("", "prod").isPresent());
        }
    }

    @Test
    void cacheOfOneNamespaceDoesNotSeeAnother() {
        create(api.admin(), "a", "red");
        try (KubeCaches one = new KubeCaches(client, List.of(MAPS), Optional.of("elsewhere"), 500)) {
            KindCache<ConfigMap> cache = one.of(ConfigMap.class);
            await().until(cache::synced);
            assertThat(cache.list()).isEmpty();
        }
    }

    @Test
    void expiredWatchIsFollowedByANewListAndNothingIsMissed() {
        create(api.admin(), "stays", "red");
        create(api.admin(), "goes", "red");
        KindCache<ConfigMap> cache = watching();
        Set<String> told = ConcurrentHashMap.newKeySet();
        cache.listen(versions -> told.add(versions.get(0).getMetadata().getName()));
        told.clear();
        api.loseEvents();
        api.admin().configMaps().inNamespace("ns").withName("goes").delete();
        create(api.admin(), "comes", "blue");
        long lists = api.count(request -> !request.contains("watch=true"));
        api.expireWatches();
        api.sendEvents();
        await().atMost(RETRIES).untilAsserted(() -> {
            assertThat(cache.get("ns", "goes")).isEmpty();
            assertThat(cache.get("ns", "comes")).isPresent();
            assertThat(told).contains("goes", "comes");
        });
        assertThat(api.count(request -> !request.contains("watch=true"))).isGreaterThan(lists);
        await().atMost(RETRIES).until(cache::watching);
    }

    @Test
    void serverThatIsDownAtTheStartIsListedWhenItComesUp() throws IOException {
        int port = freePort();
        try (KubernetesClient early = KubeClients.reconciling(FaultyApi.config("tested", port)); KubeCaches waiting = caches(early, MAPS); LogCapture log = new LogCapture("dev.dromon.kube")) {
            KindCache<ConfigMap> cache = waiting.of(ConfigMap.class);
            await().atMost(RETRIES).until(() -> !log.at(Level.WARN).isEmpty());
            assertThat(cache.synced()).isFalse();
            assertThat(cache.running()).isTrue();
            try (FaultyApi late = new FaultyApi(port)) {
                create(late.admin(), "a", "red");
                await().atMost(RETRIES).until(() -> cache.get("ns", "a").isPresent() && cache.watching());
            }
            assertThat(log.at(Level.WARN)).as("one warning per reason").hasSize(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void refusedListsAreRetriedAndToldOncePerReason() {
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            api.refuse(request -> true, 403);
            KindCache<ConfigMap> cache = caches.of(ConfigMap.class);
            await().atMost(RETRIES).until(() -> api.requests().size() >= 3);
            assertThat(log.at(Level.WARN)).singleElement().satisfies(line -> assertThat(line.text()).contains("kind=ConfigMap", "Forbidden"));
            api.heal();
            await().atMost(RETRIES).until(() -> cache.synced() && cache.watching());
            await().until(() -> log.at(Level.INFO).size() == 1);
        }
    }

    @Test
    void deletionsDuringAnOutageAreToldAfterIt() {
        create(api.admin(), "goes", "red");
        KindCache<ConfigMap> cache = watching();
        Set<String> told = ConcurrentHashMap.newKeySet();
        cache.listen(versions -> told.add(versions.get(0).getMetadata().getName()));
        told.clear();
        api.refuse(request -> true, 503);
        api.loseEvents();
        api.cutWatches();
        await().atMost(RETRIES).until(() -> !cache.watching());
        api.admin().configMaps().inNamespace("ns").withName("goes").delete();
        assertThat(cache.get("ns", "goes")).as("the last known state is still read").isPresent();
        api.sendEvents();
        api.heal();
        await().atMost(RETRIES).until(() -> api.watches() > 0);
        api.expireWatches();
        await().atMost(RETRIES).untilAsserted(() -> {
            assertThat(cache.get("ns", "goes")).isEmpty();
            assertThat(told).contains("goes");
        });
    }

    @Test
    void watchThatIsRefusedForEverIsReplacedByANewList() {
        create(api.admin(), "goes", "red");
        create(api.admin(), "stays", "red");
        KindCache.Scope impatient = new KindCache.Scope(Optional.empty(), 500, Duration.ofSeconds(2));
        try (KubeCaches own = new KubeCaches(client, List.of(MAPS), impatient)) {
            KindCache<ConfigMap> cache = own.of(ConfigMap.class);
            await().until(cache::watching);
            Set<String> told = ConcurrentHashMap.newKeySet();
            cache.listen(versions -> told.add(versions.get(0).getMetadata().getName()));
            told.clear();
            api.answer(request -> new MockResponse().setResponseCode(FaultyApi.isWatch(request) ? 410 : 503));
            api.loseEvents();
            api.cutWatches();
            api.admin().configMaps().inNamespace("ns").withName("goes").delete();
            create(api.admin(), "comes", "blue");
            api.sendEvents();
            await().atMost(RETRIES).until(() -> told.contains("stays"));
            assertThat(cache.synced()).isTrue();
            assertThat(cache.list()).as("what was known is read until the new list is there").hasSize(2);
            told.clear();
            api.heal();
            await().atMost(RETRIES).untilAsserted(() -> {
                assertThat(cache.get("ns", "goes")).isEmpty();
                assertThat(told).contains("goes", "comes");
            });
            await().atMost(RETRIES).until(cache::watching);
            create(api.admin(), "later", "blue");
            await().until(() -> told.contains("later"));
            assertThat(cache.byIndex("color", "blue")).hasSize(2);
        }
    }

    @Test
    void ownWriteIsReadAtOnceAndByItsNewIndex() {
        create(api.admin(), "a", "red");
        KindCache<ConfigMap> cache = watching();
        api.holdEvents();
        ConfigMap changed = map("a", "blue");
        cache.written(client.resource(changed).update());
        cache.written(create(client, "b", "blue"));
        assertThat(color(cache, "a")).isEqualTo("blue");
        assertThat(cache.byIndex("color", "red")).isEmpty();
        assertThat(cache.byIndex("color", "blue")).hasSize(2);
        assertThat(cache.list()).hasSize(2);
        api.sendEvents();
        create(api.admin(), "last", "red");
        await().until(() -> cache.get("ns", "last").isPresent());
        assertThat(cache.byIndex("color", "blue")).hasSize(2);
    }

    private static List<String> telling(KindCache<ConfigMap> cache) {
        List<String> told = new CopyOnWriteArrayList<>();
        cache.listen(versions -> told.add(versions.stream().map(v -> v.getData().get("color")).collect(Collectors.joining(">"))));
        return told;
    }

    @Test
    void ownWriteIsToldAtOnceAndNotAgainByTheWatch() {
        KindCache<ConfigMap> cache = watching();
        List<String> told = telling(cache);
        api.holdEvents();
        cache.written(create(client, "a", "red"));
        assertThat(told).containsExactly("red");
        cache.written(client.resource(map("a", "blue")).update());
        assertThat(told).containsExactly("red", "red>blue");
        api.sendEvents();
        create(api.admin(), "b", "green");
        await().until(() -> told.contains("green"));
        assertThat(told).containsExactly("red", "red>blue", "green");
    }

    @Test
    void writeThatChangedNothingIsNotTold() {
        KindCache<ConfigMap> cache = watching();
        ConfigMap written = cache.written(create(client, "a", "red"));
        List<String> told = telling(cache);
        told.clear();
        cache.written(written);
        assertThat(told).isEmpty();
    }

    @Test
    void othersWritesBeforeAndAfterAnOwnOneAreTold() {
        KindCache<ConfigMap> cache = watching();
        List<String> told = telling(cache);
        api.holdEvents();
        create(api.admin(), "a", "red");
        cache.written(client.resource(map("a", "blue")).update());
        api.admin().resource(map("a", "green")).update();
        assertThat(told).containsExactly("blue");
        api.sendEvents();
        await().until(() -> told.contains("blue>green"));
        assertThat(told).containsExactly("blue", "red", "blue>green");
    }

    @Test
    void whoListensAfterAnOwnWriteHearsOfItFromTheWatch() {
        KindCache<ConfigMap> cache = watching();
        api.holdEvents();
        cache.written(create(client, "a", "red"));
        List<String> late = telling(cache);
        assertThat(late).isEmpty();
        api.sendEvents();
        await().until(() -> late.contains("red"));
    }

    @Test
    void objectOfTheSameNameIsToldAfterItsPredecessorsEnd() {
        KindCache<ConfigMap> cache = watching();
        List<String> told = telling(cache);
        ConfigMap first = cache.written(create(client, "a", "red"));
        client.resource(first).delete();
        cache.deleted(first);
        create(api.admin(), "a", "blue");
        await().until(() -> told.contains("blue"));
    }

    @Test
    void othersWriteAfterAnOwnOneIsReadWhenItArrives() {
        create(api.admin(), "a", "red");
        KindCache<ConfigMap> cache = watching();
        cache.written(client.resource(map("a", "blue")).update());
        api.admin().resource(map("a", "green")).update();
        await().untilAsserted(() -> assertThat(color(cache, "a")).isEqualTo("green"));
    }

    @Test
    void deletedObjectIsNotReadAnyMoreButItsSuccessorIs() {
        ConfigMap first = create(api.admin(), "a", "red");
        KindCache<ConfigMap> cache = watching();
        api.holdEvents();
        client.resource(first).delete();
        cache.deleted(first);
        assertThat(cache.get("ns", "a")).isEmpty();
        assertThat(cache.byIndex("color", "red")).isEmpty();
        assertThat(cache.list()).isEmpty();
        create(api.admin(), "a", "blue");
        api.sendEvents();
        await().untilAsserted(() -> assertThat(color(cache, "a")).isEqualTo("blue"));
    }

    @Test
    void versionsThatWentBackAreReadAsTheyAre() {
        for (int i = 0; i < 20; i++) {
            create(api.admin(), "filler-" + i, "none");
        }
        ConfigMap real = create(api.admin(), "a", "red");
        KindCache<ConfigMap> cache = watching();
        api.loseEvents();
        cache.written(client.resource(map("a", "blue")).update());
        assertThat(color(cache, "a")).isEqualTo("blue");
        ConfigMap restored = new ConfigMapBuilder(real).editMetadata().withResourceVersion("2").endMetadata().withData(Map.of("color", "restored")).build();
        String backup = Serialization.asJson(new ConfigMapListBuilder().withNewMetadata().withResourceVersion("3").endMetadata().withItems(restored).build());
        api.answer(request -> new MockResponse().setResponseCode(FaultyApi.isWatch(request) ? 503 : 200).setBody(FaultyApi.isWatch(request) ? "" : backup));
        api.expireWatches();
        await().atMost(RETRIES).untilAsserted(() -> assertThat(color(cache, "a")).isEqualTo("restored"));
        assertThat(cache.list()).hasSize(1);
    }

    @Test
    void cachedObjectsAreTrimmedAndTheCallersObjectIsNot() {
        ConfigMap full = new ConfigMapBuilder(map("a", "red")).editMetadata().addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .addToAnnotations("keep", "me").endMetadata().build();
        KindCache<ConfigMap> cache = watching();
        api.holdEvents();
        ConfigMap fromServer = cache.written(client.resource(full).create());
        assertThat(fromServer.getMetadata().getAnnotations()).containsKey("kubectl.kubernetes.io/last-applied-configuration");
        assertThat(cache.get("ns", "a").orElseThrow().getMetadata().getAnnotations()).containsOnlyKeys("keep");
        api.sendEvents();
        create(api.admin(), "last", "red");
        await().until(() -> cache.get("ns", "last").isPresent());
        ConfigMap cached = cache.get("ns", "a").orElseThrow();
        assertThat(cached.getMetadata().getAnnotations()).containsOnlyKeys("keep");
    }

    @Test
    void indexFunctionThatThrowsCostsOneObjectItsPlaceAndNotTheList() {
        create(api.admin(), "good", "red");
        create(api.admin(), "bad", "boom");
        ResourceKind<ConfigMap> fragile = ResourceKind.of(ConfigMap.class).indexed("color", map -> {
            if (map.getData().get("color").equals("boom")) {
                throw new IllegalStateException("boom");
            }
            return List.of(map.getData().get("color"));
        });
        try (KubeCaches own = caches(client, fragile)) {
            KindCache<ConfigMap> cache = own.of(ConfigMap.class);
            await().until(cache::synced);
            assertThat(cache.list()).hasSize(2);
            assertThat(cache.byIndex("color", "red")).hasSize(1);
        }
    }

    @Test
    void optionalKindIsUsableWhileAbsentAndAliveWhenItAppears() {
        api.refuse(request -> request.getPath().contains("/rollouts"), 404);
        try (KubeCaches own = caches(client, ResourceKind.of(Rollout.class).whereInstalled()); LogCapture log = new LogCapture("dev.dromon.kube")) {
            KindCache<Rollout> cache = own.of(Rollout.class);
            assertThat(cache.usable()).as("not known yet").isFalse();
            await().atMost(RETRIES).until(cache::usable);
            assertThat(cache.absent()).isTrue();
            assertThat(cache.list()).isEmpty();
            assertThat(api.count(request -> request.contains("/rollouts"))).as("a kind that is not there is not asked for").isZero();
            api.heal();
            api.admin().resource(definition("False")).create();
            await().during(Duration.ofMillis(300)).until(() -> !cache.watching());
            api.admin().resource(definition("True")).update();
            await().atMost(RETRIES).until(() -> cache.watching() && cache.synced() && !cache.absent());
            assertThat(log.worseThanInfo()).isEmpty();
        }
    }

    private static CustomResourceDefinition definition(String established) {
        return new CustomResourceDefinitionBuilder().withNewMetadata().withName("rollouts.argoproj.io").endMetadata()
            .withNewSpec().withGroup("argoproj.io").withScope("Namespaced").withNewNames().withKind("Rollout").withPlural("rollouts").endNames()
            .addNewVersion().withName("v1alpha1").withServed(true).withStorage(true).endVersion().endSpec()
            .withNewStatus().addNewCondition().withType("Established").withStatus(established).endCondition().endStatus().build();
    }

    @Test
    void optionalKindThatIsInstalledIsWaitedFor() {
        api.admin().resource(definition("True")).create();
        api.refuse(request -> request.getPath().contains("/rollouts"), 403);
        try (KubeCaches own = caches(client, ResourceKind.of(Rollout.class).whereInstalled())) {
            KindCache<Rollout> cache = own.of(Rollout.class);
            await().atMost(RETRIES).until(() -> api.count(request -> request.contains("/rollouts")) >= 2);
            assertThat(cache.usable()).isFalse();
            api.heal();
            await().atMost(RETRIES).until(cache::usable);
            assertThat(cache.synced()).isTrue();
        }
    }

    @Test
    void optionalKindIsAskedForDirectlyWhereDefinitionsMayNotBeRead() {
        api.answer(request -> request.getPath().contains("/customresourcedefinitions") ? new MockResponse().setResponseCode(403)
            : request.getPath().contains("/rollouts") ? new MockResponse().setResponseCode(404) : null);
        try (KubeCaches own = caches(client, ResourceKind.of(Rollout.class).whereInstalled())) {
            KindCache<Rollout> cache = own.of(Rollout.class);
            await().atMost(RETRIES).until(cache::usable);
            assertThat(cache.absent()).isTrue();
            api.refuse(request -> request.getPath().contains("/customresourcedefinitions"), 403);
            await().atMost(RETRIES).until(() -> cache.synced() && cache.watching() && !cache.absent());
        }
    }

    @Test
    void objectThatCannotBeReadIsLeftOutOfListAndWatchAndTheOthersGoOn() {
        api.admin().genericKubernetesResources(DEFINITIONS).resource(definitionOf("bad", "eighty")).create();
        api.admin().genericKubernetesResources(DEFINITIONS).resource(definitionOf("good", null)).create();
        try (KubeCaches own = caches(client, ResourceKind.of(KeptnTaskDefinition.class)); LogCapture log = new LogCapture("dev.dromon.kube")) {
            KindCache<KeptnTaskDefinition> cache = own.of(KeptnTaskDefinition.class);
            await().atMost(RETRIES).until(() -> cache.get("ns", "good").isPresent() && cache.watching());
            assertThat(cache.list()).hasSize(1);
            api.admin().genericKubernetesResources(DEFINITIONS).resource(definitionOf("worse", "ninety")).create();
            api.admin().genericKubernetesResources(DEFINITIONS).resource(definitionOf("later", null)).create();
            await().until(() -> cache.get("ns", "later").isPresent());
            assertThat(cache.list()).hasSize(2);
            assertThat(log.at(Level.WARN)).extracting(LogCapture.Line::text).anyMatch(text -> text.contains("key=ns/bad")).anyMatch(text -> text.contains("key=ns/worse"));
            long lists = api.count(request -> request.contains("/keptntaskdefinitions") && !request.contains("watch=true"));
            assertThat(lists).as("a bad event does not cost a new list").isEqualTo(1);
        }
    }

    private static GenericKubernetesResource definitionOf(String name, String ports) {
        Map<String, Object> container = ports == null ? Map.of("name", "c", "image", "i") : Map.of("name", "c", "ports", ports);
        GenericKubernetesResource resource = new GenericKubernetesResourceBuilder().withApiVersion("lifecycle.keptn.sh/v1").withKind("KeptnTaskDefinition")
            .withNewMetadata().withNamespace("ns").withName(name).endMetadata().build();
        resource.setAdditionalProperty("spec", Map.of("container", container));
        return resource;
    }

    @Test
    void oneWatchServesEverybody() {
        KindCache<ConfigMap> cache = watching();
        assertThat(caches.of(ConfigMap.class)).isSameAs(cache);
        assertThat(api.watches()).isEqualTo(1);
    }

    @Test
    void unknownTypeIndexAndPageSizeAreRefusedWithOneSentence() {
        assertThatThrownBy(() -> caches.of(Secret.class)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("expected one of the cached kinds [ConfigMap], found " + Secret.class.getName() + "; add it to the table of cached kinds");
        assertThatThrownBy(() -> caches.of(ConfigMap.class).byIndex("size", "1")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("found size");
        assertThatThrownBy(() -> new KubeCaches(client, List.of(), Optional.empty(), 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("found 0");
    }

    @Test
    void kindsOfTheSameNameAreToldApartByTheirGroup() {
        try (KubeCaches both = caches(client, ResourceKind.of(io.fabric8.kubernetes.api.model.Event.class), ResourceKind.of(io.fabric8.kubernetes.api.model.events.v1.Event.class))) {
            assertThat(both.type("Event.events.k8s.io")).isEqualTo(io.fabric8.kubernetes.api.model.events.v1.Event.class);
            assertThatThrownBy(() -> both.type("Event")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("which 2 groups have");
        }
    }
}
