package dev.dromon.sink;

import dev.dromon.act.Outbox;
import dev.dromon.act.Sinks;
import dev.dromon.kube.KubeComponent;
import dev.dromon.kube.Keys;

/** Keeps count of what sinks have accepted, and asks the routes that write it down. */
public final class DeliveryAccount {

    private final Outbox outbox;
    private final KubeComponent component;

    /** Routes are asked through the component. */
    public DeliveryAccount(Outbox outbox, KubeComponent component) {
        this.outbox = outbox;
        this.component = component;
    }

    /** The sink has accepted the parcel, or never gets it. While the run goes on its next write records that; afterwards the route does that tells the version's Kubernetes Events. */
    void settled(Sinks.Sink sink, Parcel parcel) {
        outbox.accepted(parcel.version(), sink, parcel.upto());
        if (parcel.last()) {
            component.ask(parcel.version().getKind().equals("KeptnAppVersion") ? "announce-app-version" : "announce-workload-version", Keys.key(parcel.version()));
        }
    }

    /** What the sink's status tells has changed. */
    void changed(String sink) {
        component.ask("event-sink-status", sink);
    }
}
