package dev.dromon.sink;

import org.apache.camel.CamelContext;

/** The route that a sink has of its own, made from a template. */
final class SinkRoute {

    private SinkRoute() {
    }

    /** Ends it; false when there is none. It is waited for until its exchanges have ended, so what is on its way is cut off before. */
    static boolean remove(CamelContext context, String id) throws Exception {
        if (context.getRoute(id) == null) {
            return false;
        }
        context.getRouteController().stopRoute(id);
        return context.removeRoute(id);
    }
}
