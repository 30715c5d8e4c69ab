package dev.dromon.kube;

/** One value of a Secret, by the name of the Secret and the key in it. */
public record SecretValue(String secret, String key) {
}
