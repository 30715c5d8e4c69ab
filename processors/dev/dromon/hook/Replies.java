package dev.dromon.hook;

import dev.dromon.http.Reply;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** Answers to deliveries that are taken. They name the object, and nothing of the body. */
final class Replies {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private Replies() {
    }

    /** It has started or answered something. */
    static Reply accepted(HasMetadata object) {
        return about(ACCEPTED, "accepted", object);
    }

    /** It has been seen before, and this was done then. */
    static Reply repeated(HasMetadata object) {
        return about(OK, "repeated", object);
    }

    /** It is not one that the trigger wants. */
    static Reply ignored() {
        return Reply.json(OK, Map.of("outcome", "ignored"));
    }

    private static Reply about(int status, String outcome, HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        String link = "/apis/" + object.getApiVersion() + "/namespaces/" + namespace + "/" + object.getPlural() + "/" + name;
        return Reply.json(status, Map.of("outcome", outcome, "kind", object.getKind(), "namespace", namespace, "name", name, "link", link)).with("Location", link);
    }
}
