package dev.dromon.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A flow as a file tells it.
 *
 * @param blockDeployment whether a failed check stops it
 * @param checks          per phase its checks with how they end: {@code Succeeded}, or {@code Failed: why}
 * @param deploy          how the deployment of the workload ends
 * @param missing         definitions that exist only after ten seconds
 * @param supersededIn    phase in which a newer version takes over from the version that is in it; null when none does
 */
record FlowCase(boolean blockDeployment, Map<String, Map<String, String>> checks, String deploy, List<String> missing, String supersededIn) {

    static FlowCase read(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readValue(file.toFile(), FlowCase.class);
    }
}
