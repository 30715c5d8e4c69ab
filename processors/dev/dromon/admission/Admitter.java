package dev.dromon.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;

/** Says what becomes of an object that is about to be stored. Has no effect, so a dry run is as good as any. */
@FunctionalInterface
interface Admitter {

    /** A JSON patch of the object, empty when it is fine as it is. {@link Refusal} when it must not be stored. */
    ArrayNode admit(AdmissionRequest request) throws Refusal;

    /** The object must not be stored; one sentence for whoever wants to store it. */
    final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        Refusal(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
