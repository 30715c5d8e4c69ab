package dev.dromon.routes;

import dev.dromon.act.CheckAggregation;
import dev.dromon.act.RunDecideProcessor;
import dev.dromon.app.Dromon;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;

/** The real routes in a Camel context without a cluster: every endpoint that a route begins with is a {@code direct:} one, swapped by property. */
final class RouteContext {

    private static final String ENDPOINT = "dromon.endpoint.";

    private RouteContext() {
    }

    /** A context with all routes, not started. Beans that the routes name are the given ones; deciding and folding are real; all others do nothing. */
    static ModelCamelContext create(Map<String, Object> beans) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        Properties settings = Dromon.defaults();
        settings.stringPropertyNames().forEach(key -> context.getPropertiesComponent().addInitialProperty(key, key.startsWith(ENDPOINT) ? "direct:" + key.substring(ENDPOINT.length())
                : settings.getProperty(key)));
        context.getRegistry().bind("checkAggregation", new CheckAggregation());
        context.getRegistry().bind("runDecide", new RunDecideProcessor());
        beans.forEach(context.getRegistry()::bind);
        context.addRoutesConfigurations(new ErrorRoutes());
        for (RouteBuilder routes : Dromon.routes()) {
            context.addRoutes(routes);
        }
        for (RouteBuilder routes : Dromon.metricRoutes()) {
            context.addRoutes(routes);
        }
        for (RouteBuilder routes : Dromon.httpRoutes()) {
            context.addRoutes(routes);
        }
        for (RouteBuilder routes : Dromon.admissionRoutes()) {
            context.addRoutes(routes);
        }
        Processor nothing = exchange -> { };
        processors(context).stream().filter(name -> context.getRegistry().lookupByName(name) == null).forEach(name -> context.getRegistry().bind(name, nothing));
        return context;
    }

    /** Names of all beans that routes call. */
    static Set<String> processors(ModelCamelContext context) {
        Set<String> names = new TreeSet<>();
        context.getRouteTemplateDefinitions().forEach(template -> ProcessorDefinitionHelper.filterTypeInOutputs(template.getRoute().getOutputs(), ProcessDefinition.class)
                .forEach(p -> names.add(p.getRef())));
        context.getRouteDefinitions().forEach(route -> ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessDefinition.class).forEach(p -> names.add(p.getRef())));
        return names;
    }
}
