package dev.dromon.call;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.TaskContext;
import dev.dromon.api.TaskParameters;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand for a placeholder such as {@code {{ .appName }}}. Texts are only put in, never read for placeholders again, and nothing else is done with them: there
 * is no language to write programs in. Rules: docs/reference/tasks.md, placeholders.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
        this.values = values;
    }

    /** Those of a task: its context as KEPTN_CONTEXT has it, its name and namespace, the parameters of its definition, and its own, which win. */
    static Placeholders of(KeptnTask task, TaskParameters ofDefinition) {
        Map<String, String> values = new TreeMap<>();
        TaskContext context = Optional.ofNullable(task.getSpec().context).orElseGet(TaskContext::new);
        values.put(".appName", or(context.appName));
        values.put(".appVersion", or(context.appVersion));
        values.put(".workloadName", or(context.workloadName));
        values.put(".workloadVersion", or(context.workloadVersion));
        values.put(".taskType", or(context.taskType));
        values.put(".objectType", or(context.objectType));
        values.put(".task", task.getMetadata().getName());
        values.put(".namespace", task.getMetadata().getNamespace());
        context.metadata.forEach((name, value) -> values.put(".metadata." + name, or(value)));
        Optional.ofNullable(ofDefinition).ifPresent(p -> p.map.forEach((name, value) -> values.put(".parameters." + name, or(value))));
        Optional.ofNullable(task.getSpec().parameters).ifPresent(p -> p.map.forEach((name, value) -> values.put(".parameters." + name, or(value))));
        return new Placeholders(values);
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }

    /** The text with all its placeholders replaced by what they stand for, each escaped. {@link UnusableRequest} when one stands for nothing. */
    String fill(String field, String text, UnaryOperator<String> escape) throws UnusableRequest {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            String value = values.get(matcher.group(1).strip());
            if (value == null) {
                throw new UnusableRequest("expected in " + field + " only placeholders that stand for something in this task, found " + matcher.group()
                        + "; these do: " + String.join(", ", values.keySet()));
            }
            filled.append(text, end, matcher.start()).append(escape.apply(value));
            end = matcher.end();
        }
        return filled.append(text.substring(end)).toString();
    }

    /** Whether there is a placeholder in the text. */
    static boolean in(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    /** No request can be made of what a definition says; one sentence. */
    static final class UnusableRequest extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableRequest(String message) {
            super(message);
        }
    }
}
