package dev.dromon.telemetry;

/** Labels whose values come and go with what they name. */
final class Labels {

    static final String ROUTE = "route";
    static final String SINK = "sink";

    private Labels() {
    }
}
