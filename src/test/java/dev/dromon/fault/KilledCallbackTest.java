package dev.dromon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.KeptnTask;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Behaviour;
import dev.dromon.sink.Receiver.Came;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process of the runtime gets a SIGKILL after a task's request was recorded, before it was sent, and before it was noted as sent. */
@Tag("cluster")
class KilledCallbackTest extends ReplicaFlow {

    private final int port = free();

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void oneAnswerEndsIt(String token) throws IOException, InterruptedException {
        eventually(() -> assertThat(send(answer(port, token, YES))).isEqualTo(200));
        assertThat(task("Succeeded").getStatus().message).isEqualTo("fine with me");
        appSucceeds();
        assertThat(send(answer(port, token, NO))).isEqualTo(409);
        assertThat(task("Succeeded").getStatus().message).isEqualTo("fine with me");
    }

    /** Nothing can be sent while the sink is not there. */
    @Test
    void whatWasRecordedAndNotSentIsSentWithTheTokenThatWasRecorded() throws Exception {
        try (Receiver receiver = new Receiver(); Replica replica = new Replica(stage, "asking", "dromon.http.port=" + port).start()) {
            deployAsking();
            eventually(() -> assertThat(task("Progressing").getStatus().reason).isEqualTo("CallbackSinkUnavailable"));
            replica.kill();
            KeptnTask recorded = task("Progressing");
            apply(sink(receiver));
            replica.start();

            eventually(() -> assertThat(receiver.taken()).hasSize(1));

            String token = token(receiver.taken().get(0).event());
            assertThat(sha256(token)).isEqualTo(recorded.getStatus().callback.tokenHash);
            oneAnswerEndsIt(token);
            assertThat(tasks()).extracting(t -> t.getMetadata().getUid()).containsExactly(recorded.getMetadata().getUid());
            assertThat(receiver.asked()).hasSize(1);
        }
    }

    @Test
    void whatWasSentAndNotNotedIsTheSameRequestAgain() throws Exception {
        try (Receiver receiver = new Receiver(); Replica replica = new Replica(stage, "asking", "dromon.http.port=" + port).start()) {
            receiver.behave(Behaviour.hang());
            apply(sink(receiver));
            deployAsking();
            eventually(() -> assertThat(receiver.asked()).hasSize(1));
            replica.kill();
            receiver.behave(Behaviour.status(200));
            assertThat(task("Progressing").getStatus().callback.requested).isNull();
            replica.start();

            eventually(() -> assertThat(receiver.taken()).hasSize(1));

            CloudEvent request = receiver.taken().get(0).event();
            assertThat(receiver.asked()).hasSize(2).extracting(Came::event).containsOnly(request);
            assertThat(sha256(token(request))).isEqualTo(tasks().get(0).getStatus().callback.tokenHash);
            oneAnswerEndsIt(token(request));
            assertThat(receiver.asked()).hasSize(2);
        }
    }
}
