package dev.dromon.sandbox.server;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.OptionalLong;

/** One watch of one client, from a resourceVersion on. Rule: Kubernetes API Concepts, efficient detection of changes. No bookmarks. */
final class WatchStream extends WebSocketListener {

    private static final int NORMAL_CLOSURE = 1000;

    private final ApiServer server;
    private final AttributeSet selection;
    private final OptionalLong since;
    private WebSocket socket;

    /** A watch of what the selection matches; without a resourceVersion it begins with everything that is there. */
    WatchStream(ApiServer server, AttributeSet selection, OptionalLong since) {
        this.server = server;
        this.selection = selection;
        this.since = since;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        socket = webSocket;
        server.opened(this);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        server.closed(this);
        webSocket.close(code, reason);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        server.closed(this);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable error, Response response) {
        server.closed(this);
    }

    OptionalLong since() {
        return since;
    }

    boolean selects(AttributeSet object) {
        return object != null && object.matches(selection);
    }

    /** Sends the change if it concerns this watch; an object that moves into or out of the selection is added or deleted. False when the client has gone. */
    boolean tell(WatchLog.Entry entry) {
        boolean was = selects(entry.before());
        boolean is = selects(entry.after());
        if (was && is) {
            return send(Change.Type.MODIFIED.name(), entry.afterJson());
        }
        if (was) {
            return send(Change.Type.DELETED.name(), entry.beforeJson());
        }
        return !is || send(Change.Type.ADDED.name(), entry.afterJson());
    }

    /** Sends an object that was there before the watch began. */
    void tellExisting(String json) {
        send(Change.Type.ADDED.name(), json);
    }

    /** Ends the watch: what happened after its resourceVersion is no longer known. */
    void expire() {
        String message = "too old resource version: " + since.orElse(0);
        send("ERROR", Serialization.asJson(new StatusBuilder().withStatus("Failure").withCode(410).withReason("Expired").withMessage(message).build()));
        socket.close(NORMAL_CLOSURE, "expired");
    }

    private boolean send(String type, String json) {
        try {
            return socket.send("{\"type\":\"" + type + "\",\"object\":" + json + "}");
        } catch (IllegalStateException closedByClient) {
            return false;
        }
    }
}
