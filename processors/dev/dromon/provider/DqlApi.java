package dev.dromon.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromon.provider.MetricQuery.Single;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Dynatrace's Grail: OAuth client credentials, then query:execute and, until there is a result, query:poll. The Secret's value is JSON: token, an OAuth client secret, and, if
 * wanted, authUrl and scope. The value is that of the only field with numbers of the only record; of several in an array the newest, unless they are aggregated.
 */
final class DqlApi implements ProviderApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("(dt0s\\d{2}\\.[A-Za-z0-9]+)\\.[A-Za-z0-9]{64}");
    private static final String AUTH_URL = "https://sso.dynatrace.com/sso/oauth2/token";
    private static final String SCOPE = "storage:metrics:read storage:buckets:read environment:roles:viewer";
    private static final String PATH = "/platform/storage/query/v1/query:";
    private static final Set<String> NUMBERS = Set.of("long", "double");
    private static final int REQUEST_MILLIS = 1000;
    private static final int FETCH_SECONDS = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public Step begin(Server server, MetricQuery query) throws NoValueException {
        Login login = login(server.required());
        HttpCall call = HttpCall.post(login.url(), Map.of("Accept", "application/json"), new HttpCall.Body("application/x-www-form-urlencoded", Server.form(login.form())));
        String execute = server.at(PATH + "execute");
        String poll = server.at(PATH + "poll?request-token=");
        return ProviderApi.ask(call, answer -> {
            JsonNode document = answer.require(answer.document().flatMap(d -> HttpAnswer.words(d.path("error_description")).or(() -> HttpAnswer.words(d.path("error")))));
            String token = HttpAnswer.words(document.path("access_token")).isPresent() ? document.path("access_token").asText() : "";
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new NoValueException(Problem.UNREADABLE, "expected an access_token from the login, found none");
            }
            Map<String, String> headers = Map.of("Accept", "application/json", "Authorization", "Bearer " + token);
            return ProviderApi.ask(HttpCall.post(execute, headers, new HttpCall.Body("application/json", body(query))), first -> new Run(poll, headers, query).read(first, Optional.empty()));
        });
    }

    /** Where to log in, and with what. */
    private record Login(String url, Map<String, String> form) {

        @Override
        public String toString() {
            return "Login";
        }
    }

    private static Login login(Credentials credentials) throws NoValueException {
        JsonNode secret = new HttpAnswer(0, credentials.text().getBytes(StandardCharsets.UTF_8)).document().filter(JsonNode::isObject)
                .orElseThrow(() -> credentials.unusable("has no JSON object in key " + credentials.key() + "; expected {\"token\":\"dt0s…\"}"));
        Matcher token = TOKEN.matcher(secret.path("token").asText());
        if (!token.matches()) {
            throw credentials.unusable("has no OAuth client secret of Dynatrace as token in key " + credentials.key() + "; expected dt0s…, three parts with dots between");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", token.group(1));
        form.put("client_secret", token.group());
        form.put("scope", secret.path("scope").asText(SCOPE));
        return new Login(secret.path("authUrl").asText(AUTH_URL), form);
    }

    private static String body(MetricQuery query) {
        ObjectNode body = JSON.createObjectNode();
        body.put("query", query.text());
        query.range().ifPresent(range -> {
            body.put("defaultTimeframeStart", query.now().minus(range.interval()).truncatedTo(ChronoUnit.MILLIS).toString());
            body.put("defaultTimeframeEnd", query.now().truncatedTo(ChronoUnit.MILLIS).toString());
        });
        body.put("timezone", "UTC").put("locale", "en_US").put("fetchTimeoutSeconds", FETCH_SECONDS).put("requestTimeoutMilliseconds", REQUEST_MILLIS);
        return body.toString();
    }

    /** A query on its way. */
    private record Run(String poll, Map<String, String> headers, MetricQuery query) {

        Step read(HttpAnswer answer, Optional<String> known) throws NoValueException {
            JsonNode document = answer.require(answer.document().flatMap(d -> HttpAnswer.words(d.path("error").path("message"))));
            String state = document.path("state").asText();
            Optional<String> token = document.path("requestToken").isTextual() ? Optional.of(document.path("requestToken").asText()) : known;
            return switch (state) {
                case "SUCCEEDED" -> query.found(samples(document.path("result")), Single::newest);
                case "RUNNING", "NOT_STARTED" -> {
                    String request = token.orElseThrow(() -> new NoValueException(Problem.UNREADABLE, "expected a requestToken for a query that is not done, found none"));
                    yield ProviderApi.ask(HttpCall.get(poll + Server.encoded(request), headers), PAUSE, next -> read(next, token));
                }
                default -> throw new NoValueException(Problem.ERROR, "expected the query to succeed, found state '" + HttpAnswer.words(document.path("state")).orElse("") + "'");
            };
        }

        private static List<Sample> samples(JsonNode result) throws NoValueException {
            JsonNode records = result.path("records");
            if (records.size() > 1) {
                throw new NoValueException(Problem.AMBIGUOUS, "expected one record, found " + records.size() + "; let the query make one of them");
            }
            List<String> names = new ArrayList<>();
            records.path(0).fieldNames().forEachRemaining(name -> {
                if (numbers(result, name)) {
                    names.add(name);
                }
            });
            if (names.size() > 1) {
                throw new NoValueException(Problem.AMBIGUOUS, "expected one field with numbers, found " + names.size() + "; let the query end in | fields with one of them");
            }
            List<Sample> samples = new ArrayList<>();
            for (String name : names) {
                JsonNode value = records.path(0).path(name);
                for (JsonNode each : value.isArray() ? value : List.of(value)) {
                    if (!each.isNull()) {
                        samples.add(Sample.of(each).orElseThrow(() -> new NoValueException(Problem.UNREADABLE, "expected numbers from the provider, found something else")));
                    }
                }
            }
            return samples;
        }

        /** Long numbers are texts in the answer, and so are durations, which are none: the types that come with it tell them apart. */
        private static boolean numbers(JsonNode result, String name) {
            JsonNode value = result.path("records").path(0).path(name);
            JsonNode type = result.path("types").path(0).path("mappings").path(name);
            if (!value.isArray()) {
                return value.isNumber() || value.isTextual() && NUMBERS.contains(type.path("type").asText());
            }
            boolean texts = NUMBERS.contains(type.path("types").path(0).path("mappings").path("element").path("type").asText());
            return !value.isEmpty() && IntStream.range(0, value.size()).mapToObj(value::get).allMatch(v -> v.isNull() || v.isNumber() || texts && v.isTextual());
        }
    }
}
