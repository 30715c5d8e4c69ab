package dev.dromon.sink;

/** One value of a Secret of Dromon's namespace. */
record SecretValue(String secret, String key) {
}
