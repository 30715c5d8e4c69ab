package dev.dromon.sink;

import dev.dromon.event.CloudEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * An event on its way to one sink.
 *
 * @param version version that it is about
 * @param order   its place in the history of the app, see {@link dev.dromon.model.Transition}
 * @param upto    how many transitions of the version the sink has accepted with it, those that it does not want included
 * @param last    whether that are all there are, and the version's run has ended
 */
record Parcel(HasMetadata version, CloudEvent event, long order, int upto, boolean last) {
}
