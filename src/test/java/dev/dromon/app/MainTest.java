package dev.dromon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The process as its user starts it. */
class MainTest {

    @Test
    void aWrongSettingStopsTheStartWithOneLineAndCode2() throws Exception {
        ProcessBuilder start = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                "-Ddromon.workers=0", Main.class.getName()).redirectErrorStream(true);
        start.environment().keySet().removeIf(name -> name.startsWith("DROMON_"));
        start.environment().putAll(Map.of("KUBECONFIG", "/dev/null"));

        Process process = start.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(2);
        assertThat(output.strip().lines()).singleElement().asString().contains("expected a whole number from 1 to 999 for setting dromon.workers, found '0'");
    }
}
