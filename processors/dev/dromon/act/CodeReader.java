package dev.dromon.act;

import dev.dromon.gather.TaskCode;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.Blocker;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** Fetches code that the task's namespace does not have: a Job mounts ConfigMaps of its own namespace only. */
final class CodeReader {

    private static final String KEY = "code";

    private final ClusterWriter writer;

    CodeReader(ClusterWriter writer) {
        this.writer = writer;
    }

    /** Either the code, at hand where it has to be, or why it is not. */
    record Fetched(TaskCode code, Optional<Blocker> problem) {
    }

    /** The code as a task of that namespace needs it. Refusals of the API server come out as they are. */
    Fetched fetch(TaskCode code, String namespace) {
        Optional<String> elsewhere = code.configMap().filter(name -> code.text().isEmpty() && !code.namespace().equals(namespace));
        return elsewhere.map(name -> copy(code, name)).orElse(new Fetched(code, Optional.empty()));
    }

    private Fetched copy(TaskCode code, String name) {
        Optional<ConfigMap> found = writer.ask(ConfigMap.class, code.namespace(), name);
        Optional<String> text = found.map(ConfigMap::getData).map(data -> data.get(KEY)).filter(t -> !t.isEmpty());
        return text.map(t -> new Fetched(code.withText(t), Optional.empty())).orElseGet(() -> new Fetched(code, Optional.of(Blocker.stuck("CodeNotFound", "expected code in key " + KEY
                + " of ConfigMap " + name + " in namespace " + code.namespace() + ", where its KeptnTaskDefinition is, found " + (found.isEmpty() ? "no such ConfigMap" : "none")
                + "; create it; it is looked for again"))));
    }
}
