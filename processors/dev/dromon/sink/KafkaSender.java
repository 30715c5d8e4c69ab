package dev.dromon.sink;

import dev.dromon.kube.SecretReader;
import dev.dromon.kube.SecretReader.UnusableSecret;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events to one topic. What it was given for one app arrives in that order, and what has failed is the end of what was given, never the middle. Thread-safe. */
final class KafkaSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSender.class);

    private final String sink;
    private final KafkaTerms terms;
    private final SecretReader secrets;
    private Map<String, Object> settings;
    private Producer<String, byte[]> producer;
    private boolean closed;

    KafkaSender(String sink, KafkaTerms terms, SecretReader secrets) {
        this.sink = sink;
        this.terms = terms;
        this.secrets = secrets;
    }

    /** A record that a producer, null when there was none, was given. */
    private record Flight(Producer<String, byte[]> by, Future<RecordMetadata> acknowledged) {
    }

    /** An event of a version on its way. */
    record Sent(Parcel parcel, Flight flight) {

        /** Whether it is clear already that it is not taken. */
        boolean failed() throws InterruptedException {
            try {
                return flight.acknowledged().isDone() && flight.acknowledged().get() == null;
            } catch (ExecutionException e) {
                return true;
            }
        }
    }

    /** Gives an event to the producer; waits only while that knows no broker, at most for the timeout. Never throws: {@link #await} tells what went wrong. */
    Sent send(Parcel parcel) {
        return new Sent(parcel, give(CloudEventEncoder.sdk(parcel.event())));
    }

    /** Sends an event that tells of no flow, and waits for its acknowledgement. */
    Answer post(CloudEvent event) throws InterruptedException {
        return await(give(event));
    }

    private Flight give(CloudEvent event) {
        Producer<String, byte[]> by = null;
        try {
            by = producer();
            return new Flight(by, by.send(message(event)));
        } catch (UnusableSecret | KafkaException | IllegalStateException e) {
            return new Flight(by, CompletableFuture.failedFuture(e));
        }
    }

    private ProducerRecord<String, byte[]> message(CloudEvent event) {
        var writer = KafkaMessageFactory.<String>createWriter(terms.topic(), null, event.getTime().toInstant().toEpochMilli(), String.valueOf(event.getExtension("partitionkey")));
        return terms.mode() == CloudEventEncoder.Mode.BINARY ? writer.writeBinary(event) : writer.writeStructured(event, new JsonFormat());
    }

    /** Waits for the acknowledgement, at most for the timeout. What fails takes everything with it that this producer has not got acknowledged. */
    Answer await(Sent sent) throws InterruptedException {
        return await(sent.flight());
    }

    private Answer await(Flight flight) throws InterruptedException {
        try {
            flight.acknowledged().get(terms.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(Answer.Verdict.TAKEN, "", Optional.empty());
        } catch (TimeoutException e) {
            abandon(flight.by());
            return Answer.retry("the brokers did not acknowledge within " + terms.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            abandon(flight.by());
            return KafkaAnswer.of(e.getCause(), terms);
        }
    }

    /** Other Secrets need another producer; what the old one has on its way fails. */
    private synchronized Producer<String, byte[]> producer() throws UnusableSecret {
        if (closed) {
            throw new IllegalStateException("the sink is no longer served as it was");
        }
        Map<String, Object> wanted = KafkaSettings.producer(sink, terms, secrets);
        if (producer == null || !wanted.equals(settings)) {
            abandon(producer);
            producer = open(wanted);
            settings = wanted;
        }
        return producer;
    }

    private Producer<String, byte[]> open(Map<String, Object> wanted) throws UnusableSecret {
        try {
            return new KafkaProducer<>(wanted);
        } catch (KafkaException e) {
            throw KafkaSettings.unusable(terms, wanted).orElseThrow(() -> e);
        }
    }

    private synchronized void abandon(Producer<String, byte[]> old) {
        if (old != null) {
            LOG.debug("gives its producer up sink={}", sink);
            old.close(Duration.ZERO);
            producer = producer == old ? null : producer;
        }
    }

    /** What is on its way fails at once, and so does what comes later. */
    @Override
    public synchronized void close() {
        closed = true;
        abandon(producer);
    }
}
