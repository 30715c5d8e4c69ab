package dev.dromon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as its user starts it. */
class MainTest {

    @Test
    void aWrongSettingStopsTheStartWithOneLineAndCode2() throws Exception {
        assertThat(refused("-Ddromon.workers=0")).contains("expected a whole number from 1 to 999 for setting dromon.workers, found '0'");
    }

    @Test
    void aPortInUseStopsTheStartWithOneLineAndCode2() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(refused("-Ddromon.http.port=" + taken.getLocalPort()))
                    .contains("expected a free port for setting dromon.http.port, found that " + taken.getLocalPort() + " cannot be listened on");
        }
    }

    @Test
    void aBrokenFileOfRoutesStopsTheStartWithOneLineAndCode2(@TempDir Path routes) throws Exception {
        Files.writeString(routes.resolve("broken.yaml"), "- route: {from: {uri: 'direct:x', steps: [{nonsense: {}}]}}");

        assertThat(refused("-Ddromon.camel.routes=" + routes)).contains("expected Camel YAML routes in " + routes.resolve("broken.yaml"), "Unknown node id: nonsense");
    }

    /** What it says. Nothing may have been asked of the API server: who cannot work begins nothing. */
    private static String refused(String... settings) throws Exception {
        try (ServerSocket api = new ServerSocket(0)) {
            String output = output("http://127.0.0.1:" + api.getLocalPort(), settings);
            api.setSoTimeout(1);
            assertThatThrownBy(api::accept).isInstanceOf(SocketTimeoutException.class);
            return output;
        }
    }

    private static String output(String api, String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(settings));
        command.add(Main.class.getName());
        ProcessBuilder start = new ProcessBuilder(command).redirectErrorStream(true);
        start.environment().keySet().removeIf(name -> name.startsWith("DROMON_"));
        start.environment().putAll(Map.of("KUBECONFIG", "/dev/null", "KUBERNETES_MASTER", api));

        Process process = start.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(2);
        assertThat(output.strip().lines()).as(output).hasSize(1);
        return output;
    }
}
