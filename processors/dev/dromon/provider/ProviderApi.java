package dev.dromon.provider;

import java.time.Duration;

/** The API of one type of provider. */
@FunctionalInterface
interface ProviderApi {

    /** How a fetch begins. */
    Step begin(Server server, MetricQuery query) throws NoValueException;

    /** What is read from an answer. */
    @FunctionalInterface
    interface Parsing {

        /** How the fetch goes on. */
        Step read(HttpAnswer answer) throws NoValueException;
    }

    /** A request at once, whose answer is read so. */
    static Step ask(HttpCall call, Parsing parsing) {
        return ask(call, Duration.ZERO, parsing);
    }

    /** A request after a pause. */
    static Step ask(HttpCall call, Duration pause, Parsing parsing) {
        return new Step.Ask(call, pause, answer -> {
            try {
                return parsing.read(answer);
            } catch (NoValueException e) {
                return e.step();
            }
        });
    }
}
