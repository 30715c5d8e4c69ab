package dev.dromon.act;

import dev.dromon.event.FlowEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link FlowEvent} that was told about a held pod: remembers it, so that it is not told at every look. The last ten thousand are remembered; forgetting one only
 * costs a create that the API server answers with "already exists". The body stays. Thread-safe.
 */
public final class HoldMemory implements Processor {

    private static final int REMEMBERED = 10_000;

    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    @Override
    public void process(Exchange exchange) {
        told.add(exchange.getMessage().getBody(FlowEvent.class).id());
    }

    boolean told(String id) {
        return told.contains(id);
    }
}
