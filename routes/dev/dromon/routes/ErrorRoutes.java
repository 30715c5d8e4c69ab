package dev.dromon.routes;

import org.apache.camel.builder.RouteConfigurationBuilder;

/** One rule for errors: no route hides or repeats them; the kube: consumer logs, backs off and looks at the whole object again. */
public final class ErrorRoutes extends RouteConfigurationBuilder {

    @Override
    public void configuration() {
        routeConfiguration().errorHandler(noErrorHandler());
    }
}
