package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.http.Reply;
import dev.dromon.http.Request;
import dev.dromon.sink.CloudEventSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsResponderTest {

    private final Reviews api = new Reviews();
    private final World world = new World();
    private final World.Replica replica = world.new Replica("a0");
    private EventsResponder responder;

    @BeforeEach
    void things() {
        api.allowed.addAll(List.of("jane ", "jane prod", "jane test", "jane only"));
        responder = responder(Optional.empty());
        for (int i = 0; i < 3; i++) {
            world.happens("prod", "cart", true, 10 * i);
            world.happens("prod", "cart-api", false, 10 * i + 1);
            world.happens("test", "other", true, 10 * i + 2);
        }
        replica.sync();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private EventsResponder responder(Optional<String> watched) {
        return new EventsResponder(new EventAccess(new AccessReviewer(api.client(), AccessReviewer.Right.EVENTS, System::nanoTime), watched), replica.log, replica.reader);
    }

    private static Request request(String token, String... query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.computeIfAbsent(query[i], name -> new ArrayList<>()).add(query[i + 1]);
        }
        return new Request("GET", List.of("api", "v1", "events"), parameters, token.isEmpty() ? Map.of() : Map.of("Authorization", List.of("Bearer " + token)), new byte[0]);
    }

    private JsonNode ok(String... query) throws Exception {
        Reply reply = responder.reply(request("token-of-jane", query));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return new ObjectMapper().readTree(reply.text());
    }

    private static List<String> values(JsonNode page, String field) {
        List<String> values = new ArrayList<>();
        page.path("events").forEach(event -> values.add(event.path(field).asText()));
        return values;
    }

    private static String problem(Reply reply, int status) throws Exception {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        return new ObjectMapper().readTree(reply.text()).path("detail").textValue();
    }

    @Test
    void eventsAreThoseThatSinksGetInTheOrderOfTheirTimes() throws Exception {
        JsonNode page = ok();

        assertThat(values(page, "id")).containsExactlyInAnyOrderElementsOf(world.ids());
        assertThat(values(page, "time")).hasSize(9).isSorted();
        assertThat(page.path("more").booleanValue()).isFalse();
        page.path("events").forEach(event -> {
            assertThat(event.path("specversion").textValue()).isEqualTo("1.0");
            assertThat(CloudEventSchema.problems(event.path("data").toString().getBytes(StandardCharsets.UTF_8))).isEmpty();
        });
    }

    @Test
    void pagesFollowEachOther() throws Exception {
        List<String> ids = new ArrayList<>();
        List<Boolean> more = new ArrayList<>();
        JsonNode page = ok("limit", "4");
        ids.addAll(values(page, "id"));
        more.add(page.path("more").booleanValue());
        for (int i = 0; i < 3; i++) {
            page = ok("limit", "4", "since", page.path("next").textValue());
            ids.addAll(values(page, "id"));
            more.add(page.path("more").booleanValue());
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(world.ids());
        assertThat(more).containsExactly(true, true, false, false);
    }

    @Test
    void whatHappensLaterComesBehindTheCursor() throws Exception {
        String next = ok().path("next").textValue();
        world.happens("prod", "late", false, -100);
        replica.sync(false);

        assertThat(values(ok("since", next), "subject")).containsExactly("shop/late/1.0");
    }

    @ParameterizedTest
    @CsvSource({"namespace,prod,6", "namespace,none,0", "app,shop,9", "app,other,0", "workload,cart-api,3", "reason,CreateApp,3"})
    void eventsCanBeSelected(String parameter, String value, int count) throws Exception {
        api.allowed.add("jane none");

        assertThat(ok(parameter, value).path("events")).hasSize(count);
    }

    @Test
    void anyOfSeveralReasonsWillDo() throws Exception {
        assertThat(ok("reason", "CreateApp", "reason", "CreateAppVersion", "namespace", "prod").path("events")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "limit     | 0    | expected parameter limit to be a whole number from 1 to 500, found '0'",
        "limit     | 501  | expected parameter limit to be a whole number from 1 to 500, found '501'",
        "limit     | many | expected parameter limit to be a whole number from 1 to 500, found 'many'",
        "since     | old  | expected parameter since to be a cursor as an earlier answer has it, found 'old'",
        "namespace | A_b  | expected parameter namespace to be the name of a namespace, found 'A_b'",
        "reason    | a-b  | expected parameter reason to be the reason of an event, for example AppCompleted, found 'a-b'",
        "color     | red  | expected each parameter to be one of [app, limit, namespace, reason, since, workload], found 'color'"})
    void whatCannotBeAskedIsNamed(String parameter, String value, String sentence) throws Exception {
        assertThat(problem(responder.reply(request("token-of-jane", parameter, value)), 400)).isEqualTo(sentence);
    }

    @Test
    void aParameterThatIsThereTwiceIsNotGuessed() throws Exception {
        assertThat(problem(responder.reply(request("token-of-jane", "app", "a", "app", "b")), 400)).isEqualTo("expected parameter app to be there once, found 'a, b'");
    }

    @Test
    void whoMayNotReadIsToldWhy() throws Exception {
        Reply nobody = responder.reply(request(""));
        assertThat(problem(nobody, 401)).startsWith("expected a bearer token");
        assertThat(nobody.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"dromon\"");
        assertThat(problem(responder.reply(request("made-up", "namespace", "prod")), 401)).startsWith("the cluster does not know the bearer token");
        assertThat(problem(responder.reply(request("token-of-joe", "namespace", "prod")), 403)).contains("may not list keptnappversions.lifecycle.keptn.sh in namespace prod;");
        assertThat(problem(responder.reply(request("token-of-joe")), 403)).contains("in all namespaces; ask for one namespace");
    }

    @Test
    void tokensThatCannotBeAnyAreNotAskedAbout() throws Exception {
        assertThat(problem(responder.reply(request("x".repeat(EventAccess.LONGEST_TOKEN + 1))), 401)).contains("at most 16384 characters");
        assertThat(problem(responder.reply(request("to\u00fcken")), 401)).endsWith("found something else");

        assertThat(api.tokens).isZero();
    }

    @Test
    void nothingIsSaidBeforeItIsKnown() throws Exception {
        replica.complete = false;
        Reply early = responder.reply(request("token-of-jane"));
        assertThat(problem(early, 503)).isEqualTo("not all versions have been read yet; try again");
        assertThat(early.headers()).containsKey("Retry-After");
        api.down = true;

        assertThat(problem(responder.reply(request("token-of-joe")), 503)).isEqualTo("the API server does not say who may read; try again");
    }

    @Test
    void whereOneNamespaceIsLookedAfterItIsTheOneThatIsMeant() throws Exception {
        responder = responder(Optional.of("prod"));
        api.allowed.remove("jane ");

        assertThat(ok().path("events")).hasSize(6);
        assertThat(problem(responder.reply(request("token-of-jane", "namespace", "test")), 404)).contains("to be prod, which is the only namespace");
        assertThat(problem(responder.reply(request("token-of-joe", "namespace", "test")), 403)).doesNotContain("prod");
    }
}
