package dev.dromon.call;

import dev.dromon.task.CallOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The Camel YAML routes of an operator's directory, in a Camel context of their own: they see none of Dromon's beans, no client of the Kubernetes API and no endpoint of
 * its routes, and what goes wrong with them stays with them. Thread-safe.
 */
public final class UserRoutes implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int STOP_SECONDS = 5;
    private static final int MAX_DEPTH = 20;
    private static final String DIRECT = "direct:";
    /** They would act with the rights of Dromon's ServiceAccount. */
    private static final Pattern CLUSTER = Pattern.compile("kube|(kubernetes|openshift)-.*");

    private final DefaultCamelContext context;
    private final Map<String, String> endpoints = new TreeMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, UserRoutes::daemon);
    private ProducerTemplate template;

    private UserRoutes(DefaultCamelContext context) {
        this.context = context;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "camel-task");
        thread.setDaemon(true);
        return thread;
    }

    /** The routes cannot be used; one sentence. */
    public static final class UnusableRoutesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusableRoutesException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Reads all files of the directory that end in .yaml or .yml, in the order of their names; nothing runs yet. Throws {@link UnusableRoutesException}. */
    public static UserRoutes load(Path directory) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.getCamelContextExtension().setName("tasks");
        context.getShutdownStrategy().setTimeout(STOP_SECONDS);
        ComponentResolver usual = PluginHelper.getComponentResolver(context.getCamelContextExtension());
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, (name, of) -> component(usual, name, of));
        UserRoutes routes = new UserRoutes(context);
        files(directory).forEach(routes::add);
        context.getRouteDefinitions().stream().map(UserRoutes::from).filter(uri -> uri.startsWith(DIRECT))
                .forEach(uri -> routes.endpoints.put(uri.substring(DIRECT.length()).replaceFirst("^//", ""), uri));
        return routes;
    }

    private static Component component(ComponentResolver usual, String name, CamelContext of) throws Exception {
        if (CLUSTER.matcher(name).matches()) {
            throw new IllegalArgumentException("component " + name + " is not for routes of tasks, which have no access to the cluster");
        }
        return usual.resolveComponent(name, of);
    }

    private static String from(RouteDefinition route) {
        return route.getInput().getEndpointUri().replaceFirst("[?].*", "");
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).filter(file -> file.getFileName().toString().matches("[^.].*[.]ya?ml")).sorted().toList();
        } catch (IOException e) {
            throw new UnusableRoutesException("expected a directory of Camel YAML routes for setting dromon.camel.routes, found that " + directory + " cannot be listed; correct it", e);
        }
    }

    private void add(Path file) {
        int before = definitions();
        try {
            PluginHelper.getRoutesLoader(context.getCamelContextExtension()).loadRoutes(ResourceHelper.fromString(file.getFileName().toString(), Files.readString(file)));
        } catch (Exception e) {
            throw unusable(file.toString(), whole(e), e);
        }
        if (definitions() == before) {
            throw unusable(file.toString(), "no route", null);
        }
    }

    private int definitions() {
        return context.getRouteDefinitions().size() + context.getRouteTemplateDefinitions().size() + context.getRouteConfigurationDefinitions().size();
    }

    private static UnusableRoutesException unusable(String where, String found, Throwable cause) {
        return new UnusableRoutesException("expected Camel YAML routes in " + where + ", because setting dromon.camel.routes names it, found: " + found + "; correct it", cause);
    }

    /** Begins to serve. Throws {@link UnusableRoutesException}. */
    public void start() {
        try {
            context.start();
            template = context.createProducerTemplate();
        } catch (Exception e) {
            throw unusable("the directory", whole(e), e);
        }
    }

    /** What may stand after {@code direct:} in a task. */
    Set<String> names() {
        return Collections.unmodifiableSet(endpoints.keySet());
    }

    /** Calls the route of a known name with a message. What is left is interrupted. */
    Calls.Begun call(String name, Map<String, Object> headers, String body) {
        String endpoint = endpoints.get(name);
        CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
        Future<?> running = threads.submit(() -> {
            try {
                outcome.complete(outcome(template.send(endpoint, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
                })));
            } catch (RuntimeException e) {
                outcome.complete(CallOutcome.failed("RouteFailed", line(e)));
            }
        });
        return new Calls.Begun(outcome, () -> running.cancel(true));
    }

    private static CallOutcome outcome(Exchange ended) {
        if (ended.getException() != null) {
            return CallOutcome.failed("RouteFailed", line(ended.getException()));
        }
        if (ended.isRollbackOnly() || ended.isRollbackOnlyLast()) {
            return CallOutcome.failed("RouteFailed", "the route was rolled back");
        }
        return CallOutcome.succeeded(ended.getMessage().getBody() instanceof String text ? text.strip() : "");
    }

    /** Camel's words, and those of the cause, which say more. */
    private static String whole(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < MAX_DEPTH; depth++) {
            cause = cause.getCause();
        }
        return line(failure).contains(line(cause)) ? line(failure) : line(failure) + ": " + line(cause);
    }

    private static String line(Throwable failure) {
        return (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage()).replaceAll("\\s+", " ").strip();
    }

    /** Interrupts what runs, and ends the context. */
    @Override
    public void close() {
        threads.shutdownNow();
        context.stop();
    }
}
