package dev.dromon.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message of a platform-http route to a {@link Request}, and the {@link Reply} to it as the body. Nothing of the request's headers goes into the route or back to the client. */
public final class ResponderProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(ResponderProcessor.class);

    private final String method;
    private final Responder responder;

    /** Answers requests of one method with what the responder says, all others with a 405. */
    public ResponderProcessor(String method, Responder responder) {
        this.method = method;
        this.responder = responder;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        byte[] body = message.getBody(byte[].class);
        Reply reply = reply(message.getRequest(), body == null ? new byte[0] : body);
        message.removeHeaders("*");
        message.setBody(reply);
    }

    private Reply reply(HttpServerRequest asked, byte[] body) throws InterruptedException {
        if (!asked.method().name().equals(method)) {
            return Reply.problem(405, "Method Not Allowed", "this path knows " + method + " only").with("Allow", method);
        }
        try {
            return reply(request(asked, body));
        } catch (IllegalArgumentException e) {
            return Reply.problem(400, "Bad Request", "the path cannot be read");
        }
    }

    private Reply reply(Request request) throws InterruptedException {
        try {
            return responder.reply(request);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("a request failed request={}", request, e);
            return Reply.problem(500, "Internal error", "the request failed; try again later");
        }
    }

    private static Request request(HttpServerRequest request, byte[] body) {
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().names().forEach(name -> headers.put(name, request.headers().getAll(name)));
        List<String> path = Arrays.stream(request.path().split("/")).filter(s -> !s.isEmpty()).map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8)).toList();
        return new Request(request.method().name(), path, query, headers, body);
    }
}
