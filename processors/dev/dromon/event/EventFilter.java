package dev.dromon.event;

import java.util.List;

/** Which events a receiver gets: those that are in all lists that are not empty. Pure; never throws. */
public record EventFilter(List<String> namespaces, List<String> apps, List<String> reasons) {

    /** Lets every event through. */
    public static final EventFilter ALL = new EventFilter(List.of(), List.of(), List.of());

    public EventFilter {
        namespaces = List.copyOf(namespaces);
        apps = List.copyOf(apps);
        reasons = List.copyOf(reasons);
    }

    /** Whether the receiver gets the event. */
    public boolean accepts(FlowEvent event) {
        return accepts(event.subject().self().namespace(), event.subject().app(), event.reason());
    }

    /** Whether the receiver gets an event of that app with that reason. */
    public boolean accepts(String namespace, String app, String reason) {
        return accepts(namespace, app) && in(reasons, reason);
    }

    /** Whether the receiver gets something of that app at all. */
    public boolean accepts(String namespace, String app) {
        return in(namespaces, namespace) && in(apps, app);
    }

    private static boolean in(List<String> list, String value) {
        return list.isEmpty() || list.contains(value);
    }
}
