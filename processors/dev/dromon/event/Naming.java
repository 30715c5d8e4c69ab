package dev.dromon.event;

/** How the ends of phases are called: as on the flow page, or as Keptn's code did. */
public enum Naming {
    FLOW("Succeeded", "Errored"), KEPTN("Finished", "Failed");

    private final String good;
    private final String bad;

    Naming(String good, String bad) {
        this.good = good;
        this.bad = bad;
    }

    String good() {
        return good;
    }

    String bad() {
        return bad;
    }
}
