package dev.dromon.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromon.api.WebhookAnswer;
import dev.dromon.api.WebhookFilter;
import dev.dromon.api.WebhookTrigger;
import dev.dromon.api.WebhookTriggerSpec;
import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import dev.dromon.kube.SecretValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a trigger asks for, ready to be used, with defaults in place of what it leaves out. Defaults: docs/reference/webhook-triggers.md.
 *
 * @param scheme        how deliveries prove where they come from
 * @param secret        where the keys are
 * @param only          what must be in a delivery
 * @param parameters    name to value of the parameters of a task
 * @param app           app to restart; empty when something else is asked for
 * @param answer        answer to a task; empty when something else is asked for
 * @param ratePerMinute authentic deliveries per minute
 */
record WebhookTerms(Scheme scheme, SecretValue secret, List<Wanted> only, Map<String, PayloadValue> parameters, Optional<PayloadValue> app, Optional<Answer> answer,
        int ratePerMinute) {

    private static final int RATE = 60;
    private static final int MAX_KEYS = 8;

    /** What must be at a place of a delivery. */
    record Wanted(PayloadValue place, String text) {

        boolean in(JsonNode body) {
            return place.is(text, body);
        }
    }

    /**
     * An answer to a task.
     *
     * @param task      its name
     * @param succeeded what must be there for the outcome to be succeeded
     * @param message   why; empty when nothing is said
     */
    record Answer(PayloadValue task, Wanted succeeded, Optional<PayloadValue> message) {

        private static Answer of(WebhookAnswer answer) {
            return new Answer(PayloadValue.of("answer.task", answer.task), wanted("answer.succeeded", answer.succeeded),
                    Optional.ofNullable(answer.message).map(m -> PayloadValue.of("answer.message", m)));
        }
    }

    /** The terms of a trigger. IllegalArgumentException, with a sentence, for a path that cannot be used. */
    static WebhookTerms of(WebhookTrigger trigger) {
        WebhookTriggerSpec spec = trigger.getSpec();
        Scheme scheme = Scheme.of(spec.authentication);
        Map<String, PayloadValue> parameters = new LinkedHashMap<>();
        if (spec.task != null) {
            spec.task.parameters.forEach((name, value) -> parameters.put(name, PayloadValue.of("parameter " + name, value)));
        }
        return new WebhookTerms(scheme, scheme.secret(spec.authentication), spec.only.stream().map(o -> wanted("only", o)).toList(), parameters,
                Optional.ofNullable(spec.restart).map(r -> PayloadValue.of("restart.app", r.app)), Optional.ofNullable(spec.answer).map(Answer::of),
                spec.ratePerMinute == null ? RATE : spec.ratePerMinute);
    }

    private static Wanted wanted(String what, WebhookFilter filter) {
        return new Wanted(PayloadValue.at(what, filter.jsonPath), filter.equals);
    }

    /** Whether a body has all that it must have. */
    boolean wants(JsonNode body) {
        return only.stream().allMatch(o -> o.in(body));
    }

    /** The keys that a Secret holds at this moment, at least one. */
    List<byte[]> keys(SecretReader secrets) throws UnusableSecret {
        List<byte[]> keys = new ArrayList<>();
        for (String line : secrets.lines(secret)) {
            keys.add(key(line));
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS || keys.stream().anyMatch(key -> key.length < scheme.minBytes())) {
            throw new UnusableSecret("expected 1 to " + MAX_KEYS + " lines of at least " + scheme.minBytes() + " bytes each in key " + secret.key()
                    + " of Secret " + secret.secret() + ", found something else; put longer or fewer there");
        }
        return keys;
    }

    private byte[] key(String line) throws UnusableSecret {
        try {
            return scheme.key(line);
        } catch (IllegalArgumentException e) {
            throw new UnusableSecret("expected Base64 after whsec_ in key " + secret.key() + " of Secret " + secret.secret() + ", found something else; correct it");
        }
    }
}
