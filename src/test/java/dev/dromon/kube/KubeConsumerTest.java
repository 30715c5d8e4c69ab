package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeConsumerTest {

    /** One run of the route. */
    private record Run(String key, int attempt, Object body, long at) {
    }

    private final FaultyApi api = new FaultyApi();
    private final KubernetesClient client = api.client();
    private final KubeCaches caches = new KubeCaches(client, List.of(ResourceKind.of(ConfigMap.class), ResourceKind.of(Secret.class)), Optional.empty(), 500);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final KubeComponent component = new KubeComponent();
    private final List<Run> runs = new CopyOnWriteArrayList<>();

    @BeforeEach
    void wire() {
        component.setCaches(caches);
        camel.addComponent("kube", component);
        camel.getShutdownStrategy().setTimeout(10);
    }

    @AfterEach
    void stop() {
        camel.stop();
        caches.close();
        client.close();
        api.close();
    }

    private void route(String uri, Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId("tested").process(KubeConsumerTest.this::note).process(processor);
            }
        });
        camel.start();
    }

    private void note(Exchange exchange) {
        runs.add(new Run(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class), exchange.getMessage().getHeader(KubeHeaders.ATTEMPT, Integer.class),
            exchange.getMessage().getBody(), System.nanoTime()));
    }

    private List<Run> of(String key) {
        return runs.stream().filter(run -> run.key().equals(key)).toList();
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName(name).endMetadata().withData(Map.of("value", value)).build();
    }

    private void create(String name) {
        api.admin().resource(map(name, "0")).create();
    }

    @Test
    void everyObjectIsLookedAtAtTheStartOnEachChangeAndWhenGone() throws Exception {
        create("a");
        create("b");
        route("kube:ConfigMap", exchange -> { });
        await().until(() -> !of("ns/a").isEmpty() && !of("ns/b").isEmpty());
        assertThat(of("ns/a").get(0).body()).isInstanceOf(ConfigMap.class);
        await().during(Duration.ofMillis(300)).until(() -> runs.size() <= 4);
        runs.clear();
        api.admin().resource(map("a", "1")).update();
        await().until(() -> of("ns/a").size() == 1);
        api.admin().configMaps().inNamespace("ns").withName("a").delete();
        await().until(() -> of("ns/a").size() == 2);
        assertThat(of("ns/a").get(1).body()).isNull();
        assertThat(of("ns/b")).isEmpty();
    }

    @Test
    void delayedRouteLooksOnceForAllThatHappenedMeanwhile() throws Exception {
        route("kube:ConfigMap?delay=500", exchange -> { });
        long begun = System.nanoTime();
        create("a");
        api.admin().resource(map("a", "1")).update();
        await().until(() -> !of("ns/a").isEmpty());
        assertThat(of("ns/a").get(0).at() - begun).isGreaterThanOrEqualTo(Duration.ofMillis(500).toNanos());
        assertThat(((ConfigMap) of("ns/a").get(0).body()).getData()).containsEntry("value", "1");
    }

    @Test
    void routeThatIsAskedLooksOnceAfterItsDelayAndOneThatIsStoppedDoesNot() throws Exception {
        create("a");
        route("kube:ConfigMap?delay=300", exchange -> { });
        await().until(() -> of("ns/a").size() == 1);
        long begun = System.nanoTime();

        component.ask("tested", "ns/a");
        component.ask("tested", "ns/a");
        component.ask("no such route", "ns/a");

        await().until(() -> of("ns/a").size() == 2);
        assertThat(of("ns/a").get(1).at() - begun).isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
        camel.getRouteController().stopRoute("tested");
        component.ask("tested", "ns/a");
        await().during(Duration.ofMillis(600)).until(() -> of("ns/a").size() == 2);
    }

    @Test
    void routesOfOneEndpointHaveAQueueEach() throws Exception {
        create("a");
        CountDownLatch hangs = new CountDownLatch(1);
        route("kube:ConfigMap?workers=1", exchange -> { });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("kube:ConfigMap?workers=1").routeId("hanging").process(exchange -> hangs.await());
            }
        });
        create("b");

        await().until(() -> of("ns/a").size() == 1 && of("ns/b").size() == 1);
        hangs.countDown();
    }

    /** One worker that is fast enough to take the key between two additions would run twice. */
    @Test
    void oneChangeIsOneLook() throws Exception {
        route("kube:ConfigMap?workers=8", exchange -> { });
        create("a");
        await().until(() -> of("ns/a").size() == 1);
        for (int i = 1; i <= 100; i++) {
            api.admin().resource(map("a", String.valueOf(i))).update();
        }
        await().until(() -> ((ConfigMap) runs.get(runs.size() - 1).body()).getData().get("value").equals("100"));
        await().during(Duration.ofMillis(200)).until(() -> runs.size() <= 101);
    }

    @Test
    void bodyIsACopyThatTheRouteMayChange() throws Exception {
        create("a");
        route("kube:ConfigMap", exchange -> exchange.getMessage().getBody(ConfigMap.class).getData().put("value", "changed by the route"));
        await().until(() -> runs.size() == 1);
        assertThat(caches.of(ConfigMap.class).get("ns", "a").orElseThrow().getData()).containsEntry("value", "0");
    }

    @Test
    void keysRunOneAtATimeAndEndOnTheirLastVersionWhateverFails() throws Exception {
        Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
        Map<String, String> last = new ConcurrentHashMap<>();
        AtomicInteger mostPerKey = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        Random random = new Random(1);
        CountDownLatch pace = new CountDownLatch(1);
        for (int i = 0; i < 10; i++) {
            create("key-" + i);
        }
        route("kube:ConfigMap?workers=8&minBackoff=5&maxBackoff=50", exchange -> {
            String key = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
            AtomicInteger running = inFlight.computeIfAbsent(key, k -> new AtomicInteger());
            mostPerKey.accumulateAndGet(running.incrementAndGet(), Math::max);
            most.accumulateAndGet(all.incrementAndGet(), Math::max);
            try {
                pace.await(random.nextInt(20), TimeUnit.MILLISECONDS);
                if (random.nextInt(5) == 0) {
                    throw new IllegalStateException("random failure");
                }
                last.put(key, exchange.getMessage().getBody(ConfigMap.class).getData().get("value"));
            } finally {
                running.decrementAndGet();
                all.decrementAndGet();
            }
        });
        for (int version = 1; version <= 50; version++) {
            for (int i = 0; i < 10; i++) {
                api.admin().resource(map("key-" + i, String.valueOf(version))).update();
            }
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(last).hasSize(10).allSatisfy((key, value) -> assertThat(value).isEqualTo("50")));
        assertThat(mostPerKey).hasValue(1);
        assertThat(most.get()).isGreaterThan(1);
    }

    @Test
    void updatesDuringARunCoalesceIntoOneMore() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        create("a");
        route("kube:ConfigMap", exchange -> hold.await());
        await().until(() -> runs.size() == 1);
        for (int i = 1; i <= 20; i++) {
            api.admin().resource(map("a", String.valueOf(i))).update();
        }
        await().until(() -> caches.of(ConfigMap.class).get("ns", "a").orElseThrow().getData().get("value").equals("20"));
        hold.countDown();
        await().until(() -> runs.size() == 2);
        assertThat(((ConfigMap) runs.get(1).body()).getData()).containsEntry("value", "20");
        await().during(Duration.ofMillis(200)).until(() -> runs.size() == 2);
    }

    @Test
    void requeueAfterBringsTheKeyBack() throws Exception {
        create("a");
        route("kube:ConfigMap", exchange -> {
            if (runs.size() == 1) {
                exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, Duration.ofMillis(300));
            } else if (runs.size() == 2) {
                exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, 200L);
            }
        });
        await().until(() -> runs.size() == 3);
        assertThat(runs.get(1).at() - runs.get(0).at()).isGreaterThanOrEqualTo(Duration.ofMillis(290).toNanos());
        assertThat(runs.get(2).at() - runs.get(1).at()).isGreaterThanOrEqualTo(Duration.ofMillis(190).toNanos());
        await().during(Duration.ofMillis(300)).until(() -> runs.size() == 3);
    }

    @Test
    void earlierEventReplacesALaterRequeue() throws Exception {
        create("a");
        route("kube:ConfigMap", exchange -> {
            if (runs.size() == 1) {
                exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, Duration.ofSeconds(5));
            }
        });
        await().until(() -> runs.size() == 1);
        api.admin().resource(map("a", "1")).update();
        await().until(() -> runs.size() == 2);
        await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(10)).until(() -> runs.size() == 2);
    }

    @Test
    void requeueAfterThatCannotBeReadIsAFailureOfTheRoute() throws Exception {
        create("a");
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            route("kube:ConfigMap", exchange -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, "soon"));
            await().until(() -> !log.at(Level.ERROR).isEmpty());
            assertThat(log.at(Level.ERROR).get(0).thrown()).hasMessageContaining("found java.lang.String at the end of route tested");
        }
    }

    @Test
    void failedKeyBacksOffWhileOthersGoOnAndABugIsToldWithItsStackOnce() throws Exception {
        create("bad");
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            route("kube:ConfigMap?workers=1&minBackoff=20&maxBackoff=40", exchange -> {
                if (exchange.getMessage().getHeader(KubeHeaders.KEY).equals("ns/bad")) {
                    throw new IllegalStateException("no good");
                }
            });
            await().until(() -> of("ns/bad").size() >= 12);
            create("good");
            await().until(() -> of("ns/good").size() == 1);
            List<Run> bad = of("ns/bad");
            assertThat(bad.get(0).attempt()).isZero();
            assertThat(bad.get(5).attempt()).isEqualTo(5);
            assertThat(bad.get(5).at() - bad.get(4).at()).isGreaterThanOrEqualTo(Duration.ofMillis(39).toNanos());
            List<LogCapture.Line> told = log.at(Level.ERROR);
            assertThat(told.get(0).text()).contains("route=tested", "key=ns/bad", "attempt=1");
            assertThat(told.get(0).thrown()).isInstanceOf(IllegalStateException.class);
            assertThat(told.get(1).text()).contains("attempt=10", "no good");
            assertThat(told.get(1).thrown()).isNull();
        }
    }

    @Test
    void refusedRequestIsAWarningWithoutStack() throws Exception {
        create("a");
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            route("kube:ConfigMap?minBackoff=10000", exchange -> {
                throw new IllegalStateException("write failed", new KubernetesClientException("quota exceeded", 403, null));
            });
            await().until(() -> !log.at(Level.WARN).isEmpty());
            assertThat(log.at(Level.WARN)).singleElement().satisfies(line -> {
                assertThat(line.text()).contains("attempt=1", "quota exceeded");
                assertThat(line.thrown()).isNull();
            });
            assertThat(log.at(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void conflictIsLookedAtAgainAtOnceWithoutAWarning() throws Exception {
        create("a");
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            route("kube:ConfigMap?minBackoff=1000", exchange -> {
                if (runs.size() <= 2) {
                    throw new KubernetesClientException("the object has been modified", 409, null);
                }
            });
            await().atMost(Duration.ofMillis(900)).until(() -> runs.size() == 3);
            assertThat(log.worseThanInfo()).isEmpty();
            assertThat(log.at(Level.DEBUG)).filteredOn(line -> line.text().contains("somebody else changed or deleted it first")).hasSize(2);
        }
    }

    @Test
    void conflictThatNeverEndsIsToldOnceInTen() throws Exception {
        create("a");
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            route("kube:ConfigMap?minBackoff=10&maxBackoff=10", exchange -> {
                throw new KubernetesClientException("the object has been modified", 409, null);
            });
            await().until(() -> runs.size() >= 25);
            assertThat(log.at(Level.WARN)).first().satisfies(line -> assertThat(line.text()).contains("attempt=10"));
            assertThat(log.at(Level.WARN)).element(1).satisfies(line -> assertThat(line.text()).contains("attempt=20"));
        }
    }

    @Test
    void keyInBackoffIsLookedAtWhenTheApiServerIsHeardAgain() throws Exception {
        create("a");
        route("kube:ConfigMap?minBackoff=60000", exchange -> {
            if (runs.size() == 1) {
                throw new KubernetesClientException("away", 0, null);
            }
        });
        await().until(() -> runs.size() == 1);
        api.refuse(FaultyApi::isWatch, 500);
        api.cutWatches();
        await().until(() -> caches.of(ConfigMap.class).deaf().compareTo(Duration.ofMillis(1500)) > 0);
        assertThat(runs).hasSize(1);
        api.heal();
        await().until(() -> runs.size() == 2);
        assertThat(runs.get(1).attempt()).isEqualTo(1);
    }

    @Test
    void errorThrownByARouteDoesNotCostTheKeyItsNextRun() throws Exception {
        create("a");
        route("kube:ConfigMap?workers=1&minBackoff=10", exchange -> {
            if (runs.size() == 1) {
                throw new StackOverflowError("deep");
            }
        });
        await().until(() -> runs.size() == 2);
    }

    @Test
    void whatIsSettledIsLookedAtOnlyWhenItCeasesToBeAndWhenItIsGone() throws Exception {
        camel.getRegistry().bind("zero", (Predicate<HasMetadata>) object -> ((ConfigMap) object).getData().containsValue("0"));
        create("a");
        api.admin().resource(map("b", "1")).create();
        route("kube:ConfigMap?settled=#zero", exchange -> { });
        await().until(() -> of("ns/b").size() == 1);
        api.admin().resource(map("a", "1")).update();
        await().until(() -> of("ns/a").size() == 1);
        assertThat(of("ns/a").get(0).body()).isInstanceOfSatisfying(ConfigMap.class, a -> assertThat(a.getData()).containsEntry("value", "1"));
        api.admin().resource(map("a", "0")).update();
        api.admin().resource(map("b", "2")).update();
        await().until(() -> of("ns/b").size() == 2);
        api.admin().configMaps().inNamespace("ns").withName("a").delete();
        await().until(() -> of("ns/a").size() == 2);
        assertThat(of("ns/a").get(1).body()).isNull();
    }

    @Test
    void changeOfAnotherKindEnqueuesWhatItsTriggerSaysBeforeAndAfter() throws Exception {
        camel.getRegistry().bind("byLabel", List.of(new Trigger<>(Secret.class, secret -> List.of("ns/" + secret.getMetadata().getLabels().get("of")))));
        route("kube:ConfigMap?triggers=#byLabel", exchange -> { });
        api.admin().resource(secret("s", "one")).create();
        await().until(() -> of("ns/one").size() == 1);
        api.admin().resource(secret("s", "two")).update();
        await().until(() -> of("ns/one").size() == 2 && of("ns/two").size() == 1);
        api.admin().secrets().inNamespace("ns").withName("s").delete();
        await().until(() -> of("ns/two").size() == 2);
    }

    private static Secret secret(String name, String label) {
        return new SecretBuilder().withNewMetadata().withNamespace("ns").withName(name).addToLabels("of", label).endMetadata().build();
    }

    @Test
    void triggerThatThrowsIsToldAndTheNextChangeStillCounts() throws Exception {
        camel.getRegistry().bind("fragile", List.of(new Trigger<Secret>(Secret.class, secret -> {
            if (secret.getMetadata().getName().equals("bad")) {
                throw new IllegalStateException("boom");
            }
            return List.of("ns/owner");
        })));
        try (LogCapture log = new LogCapture("dev.dromon.kube")) {
            api.admin().resource(secret("bad", "x")).create();
            route("kube:ConfigMap?triggers=#fragile", exchange -> { });
            await().until(() -> log.at(Level.ERROR).size() == 1);
            assertThat(log.at(Level.ERROR).get(0).text()).contains("route=tested", "kind=Secret", "key=ns/bad");
            api.admin().resource(secret("good", "x")).create();
            await().until(() -> of("ns/owner").size() == 1);
        }
    }

    @Test
    void workersWaitForTheTriggersKindsToo() throws Exception {
        create("a");
        camel.getRegistry().bind("none", List.of(new Trigger<Secret>(Secret.class, secret -> List.of())));
        api.refuse(request -> request.getPath().contains("/secrets"), 403);
        route("kube:ConfigMap?triggers=#none", exchange -> { });
        await().until(() -> caches.of(ConfigMap.class).synced());
        await().during(Duration.ofMillis(300)).until(runs::isEmpty);
        api.heal();
        await().atMost(Duration.ofSeconds(15)).until(() -> runs.size() == 1);
    }

    @Test
    void suspendWaitsForTheRunUnderWayAndResumeTakesUpWhatCameMeanwhile() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        List<String> finished = new CopyOnWriteArrayList<>();
        create("a");
        route("kube:ConfigMap", exchange -> {
            hold.await();
            finished.add(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class));
        });
        await().until(() -> runs.size() == 1);
        new Thread(() -> await().pollDelay(Duration.ofMillis(200)).until(() -> {
            hold.countDown();
            return true;
        })).start();
        camel.getRouteController().suspendRoute("tested");
        assertThat(finished).containsExactly("ns/a");
        assertThat(camel.getRouteController().getRouteStatus("tested")).isEqualTo(ServiceStatus.Suspended);
        create("b");
        await().until(() -> caches.of(ConfigMap.class).get("ns", "b").isPresent());
        await().during(Duration.ofMillis(200)).until(() -> runs.size() == 1);
        camel.getRouteController().resumeRoute("tested");
        await().until(() -> finished.contains("ns/b"));
    }

    @Test
    void stopWaitsForTheRunUnderWayAndStartLooksAtEverythingAgain() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        List<String> finished = new CopyOnWriteArrayList<>();
        create("a");
        route("kube:ConfigMap", exchange -> {
            hold.await();
            finished.add("done");
        });
        await().until(() -> runs.size() == 1);
        new Thread(() -> await().pollDelay(Duration.ofMillis(200)).until(() -> {
            hold.countDown();
            return true;
        })).start();
        camel.getRouteController().stopRoute("tested");
        assertThat(finished).containsExactly("done");
        create("b");
        await().until(() -> caches.of(ConfigMap.class).get("ns", "b").isPresent());
        assertThat(runs).hasSize(1);
        camel.getRouteController().startRoute("tested");
        await().until(() -> of("ns/a").size() == 2 && of("ns/b").size() == 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "kube:Nothing | expected kube:<kind> or kube:<kind>.<group> with one of the cached kinds [ConfigMap, Secret], found kube:Nothing; correct the endpoint URI",
        "kube:ConfigMap?workers=0 | expected workers to be at least 1, found 0 in kube://ConfigMap?workers=0; correct the endpoint URI",
        "kube:ConfigMap?delay=-1 | expected delay to be at least 0 milliseconds, found -1",
        "kube:ConfigMap?minBackoff=0 | expected minBackoff to be at least 1 millisecond, found 0",
        "kube:ConfigMap?minBackoff=100&maxBackoff=10 | expected maxBackoff to be at least minBackoff (100 milliseconds), found 10",
        "kube:ConfigMap?deafAfter=0 | expected deafAfter to be at least 1 millisecond, found 0",
        "kube:ConfigMap?triggers=#words | expected triggers to be a list of dev.dromon.kube.Trigger, found oops",
        "kube:ConfigMap?colour=red | Unknown parameters=[{colour=red}]",
        "kube:ConfigMap?triggers=#missing | missing",
    })
    void wrongEndpointIsRefusedWithOneSentence(String uri, String sentence) {
        camel.getRegistry().bind("words", List.of("oops"));
        assertThatThrownBy(() -> camel.getEndpoint(uri)).satisfies(thrown -> {
            List<String> messages = new ArrayList<>();
            Stream.iterate(thrown, t -> t != null, Throwable::getCause).forEach(t -> messages.add(t.getMessage()));
            assertThat(String.join(" <- ", messages)).contains(sentence);
        });
    }

    @Test
    void triggerOfAnUncachedKindStopsTheStart() {
        camel.getRegistry().bind("uncached", List.of(new Trigger<HasMetadata>(HasMetadata.class, object -> List.of())));
        assertThatThrownBy(() -> route("kube:ConfigMap?triggers=#uncached", exchange -> { })).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("found io.fabric8.kubernetes.api.model.HasMetadata");
    }

    @Test
    void destinationIsRefused() {
        assertThatThrownBy(() -> camel.getEndpoint("kube:ConfigMap").createProducer()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at the start of a route");
    }

    @Test
    void componentWithoutCachesIsRefused() {
        DefaultCamelContext bare = new DefaultCamelContext();
        assertThatThrownBy(() -> bare.getEndpoint("kube:ConfigMap")).hasRootCauseMessage("expected the kube component to have caches, found none; set KubeComponent.caches before routes are added");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"DONE, 0", "CONFLICT, 409", "REFUSED, 503", "ERROR, -1", "SETTLED, 0"})
    void howALookEndedIsToldToWhoListens(LoopListener.Result result, int code) throws Exception {
        List<LoopListener.Look> looks = new CopyOnWriteArrayList<>();
        List<Duration> waits = new CopyOnWriteArrayList<>();
        component.setListener(new LoopListener() {
            @Override
            public void taken(String route, Duration waited) {
                waits.add(waited);
            }

            @Override
            public void looked(Look look) {
                looks.add(look);
            }
        });
        Predicate<HasMetadata> settled = object -> result == LoopListener.Result.SETTLED;
        camel.getRegistry().bind("settled", settled);
        create("a");

        route("kube:ConfigMap?settled=#settled&minBackoff=60000", exchange -> {
            if (code != 0) {
                throw code < 0 ? new IllegalStateException("broken") : new KubernetesClientException("refused", code, null);
            }
        });

        await().until(() -> !looks.isEmpty());
        assertThat(looks.get(0)).satisfies(look -> {
            assertThat(look.route()).isEqualTo("tested");
            assertThat(look.kind()).isEqualTo("ConfigMap");
            assertThat(look.result()).isEqualTo(result);
            assertThat(look.took()).isPositive();
        });
        assertThat(waits).hasSameSizeAs(looks);
        assertThat(component.queues()).containsOnlyKeys("tested");
    }
}
