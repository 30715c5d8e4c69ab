package dev.dromon.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks {@code hack/health}, which uses the libraries that Flux and Argo CD use, with the scripts that come out when a kustomization of Argo CD uses our component. */
final class Verdicts {

    /** What one of both says of an object. */
    record Verdict(String status, String message) {
    }

    /** What kstatus and Argo CD say of an object. */
    record Pair(Verdict kstatus, Verdict argo) {
    }

    private static final Path COMPONENT = Path.of("kustomize", "components", "argo-cd");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private Verdicts() {
    }

    /** The settings of Argo CD with our component: what was there before stays. */
    static Map<String, String> settings() throws IOException {
        Path folder = Files.createTempDirectory("dromon-argo-cd.");
        Path base = Files.writeString(folder.resolve("argocd-cm.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\ndata: {url: https://argocd.example}\n");
        Path component = folder.toRealPath().relativize(COMPONENT.toRealPath());
        Path kustomization = Files.writeString(folder.resolve("kustomization.yaml"), "resources: [argocd-cm.yaml]\ncomponents: [" + component + "]\n");
        try {
            String kubectl = run(List.of("hack/cluster/build"), "") + "/kubectl";
            return KUBERNETES.unmarshal(run(List.of(kubectl, "kustomize", folder.toString()), ""), ConfigMap.class).getData();
        } finally {
            Files.delete(base);
            Files.delete(kustomization);
            Files.delete(folder);
        }
    }

    /** The verdicts over objects, in their order. */
    static List<Pair> of(List<? extends HasMetadata> objects) throws IOException {
        Map<String, String> settings = settings();
        ArrayNode questions = JSON.createArrayNode();
        for (HasMetadata object : objects) {
            String key = "resource.customizations.health." + object.getApiVersion().replaceFirst("/.*", "") + "_" + object.getKind();
            if (!settings.containsKey(key)) {
                throw new AssertionError("expected a script " + key + " in " + COMPONENT + ", found " + settings.keySet());
            }
            questions.addObject().put("script", settings.get(key)).set("object", JSON.readTree(KUBERNETES.asJson(object)));
        }
        List<Pair> answers = new ArrayList<>();
        JSON.readTree(run(List.of(run(List.of("hack/health/build"), "")), questions.toString())).forEach(a -> answers.add(new Pair(verdict(a.get("kstatus")), verdict(a.get("argo")))));
        return answers;
    }

    private static Verdict verdict(JsonNode node) {
        return new Verdict(node.get("status").asText(), node.get("message").asText());
    }

    /** What a command printed, without the last line break; its errors go where ours go. */
    private static String run(List<String> command, String input) throws IOException {
        Path in = Files.writeString(Files.createTempFile("dromon-health.", ".in"), input);
        try {
            Process process = new ProcessBuilder(command).redirectInput(in.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new AssertionError("expected " + String.join(" ", command) + " to end with 0, found " + process.exitValue() + "; see its errors above");
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(in);
        }
    }
}
