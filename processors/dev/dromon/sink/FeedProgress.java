package dev.dromon.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromon.api.DeadLetter;
import dev.dromon.kube.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of the events of one partition, besides the offset; the brokers keep both together, so that whoever goes on with the partition, and the leader, know it.
 * Never throws.
 *
 * @param delivered events that the receiver has taken
 * @param dead      events that were given up
 * @param failing   whether the next event waits because the receiver did not take it
 * @param trouble   what went wrong last; empty when nothing ever did
 * @param letters   the newest events that were given up, oldest first, at most {@link #LETTERS}
 */
record FeedProgress(long delivered, long dead, boolean failing, Optional<SinkState.Trouble> trouble, List<DeadLetter> letters) {

    /** Nothing has happened yet. */
    static final FeedProgress NONE = new FeedProgress(0, 0, false, Optional.empty(), List.of());
    /** Dead letters of a partition that are kept by name. */
    static final int LETTERS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_PROBLEM = 500;

    FeedProgress {
        letters = List.copyOf(letters);
    }

    /** The receiver took an event. */
    FeedProgress taken() {
        return new FeedProgress(delivered + 1, dead, false, trouble, letters);
    }

    /** It did not, and will get it again. */
    FeedProgress failed(SinkState.Trouble with) {
        return new FeedProgress(delivered, dead, true, Optional.of(with), letters);
    }

    /** It did not, and the event is given up. */
    FeedProgress given(DeadLetter up, SinkState.Trouble with) {
        List<DeadLetter> all = new ArrayList<>(letters);
        all.add(up);
        return new FeedProgress(delivered, dead + 1, false, Optional.of(with), all.subList(Math.max(0, all.size() - LETTERS), all.size()));
    }

    /** As text of at most so many bytes of UTF-8; letters, then the last problem, are left out of one that would be longer. */
    String write(int maxBytes) {
        for (int kept = letters.size(); kept >= 0; kept--) {
            String text = json(letters.subList(letters.size() - kept, letters.size()), trouble);
            if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
                return text;
            }
        }
        return json(List.of(), Optional.empty());
    }

    private String json(List<DeadLetter> some, Optional<SinkState.Trouble> problem) {
        ObjectNode node = JSON.createObjectNode().put("delivered", delivered).put("dead", dead).put("failing", failing);
        problem.ifPresent(t -> node.put("problem", cut(t.problem())).put("time", Times.micros(t.time())));
        ArrayNode list = node.putArray("letters");
        some.forEach(l -> list.addObject().put("id", l.id).put("type", l.type).put("object", l.object).put("answer", cut(l.answer)).put("time", l.time));
        return node.toString();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_PROBLEM ? text : text.substring(0, LONGEST_PROBLEM);
    }

    /** What {@link #write} wrote; {@link #NONE} of anything else. */
    static FeedProgress read(String text) {
        try {
            if (JSON.readTree(text == null ? "" : text) instanceof ObjectNode node && node.has("delivered")) {
                List<DeadLetter> letters = new ArrayList<>();
                for (var letter : node.path("letters")) {
                    letters.add(JSON.treeToValue(letter, DeadLetter.class));
                }
                Optional<SinkState.Trouble> trouble = Times.parse(node.path("time").asText()).map(time -> new SinkState.Trouble(node.path("problem").asText(), time));
                return new FeedProgress(node.path("delivered").asLong(), node.path("dead").asLong(), node.path("failing").asBoolean(), trouble, letters);
            }
        } catch (JsonProcessingException e) {
            return NONE;
        }
        return NONE;
    }
}
