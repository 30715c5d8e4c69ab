package dev.dromon.model;

/** Whose run a phase belongs to: the application's or one workload's. */
public enum Level {
    APP, WORKLOAD
}
