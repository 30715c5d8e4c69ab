package dev.dromon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.bench.RuntimeProcess;
import dev.dromon.cluster.ControlPlane;
import dev.dromon.cluster.Manifests;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the image on no base but this machine's C library, and runs it as a container would, on a real control plane with the rights of its ServiceAccount. */
@Tag("cluster")
class ImageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String USER = "65532:65532";
    /** Of these the bill names the library once, and the jars after their processors. */
    private static final Pattern NATIVE = Pattern.compile("-(linux|osx|windows)-");
    private static final Pattern FLAG = Pattern.compile("(?m)^ *\\w+ (\\w+) += (\\S+)");
    /** All that a build reads. */
    private static final List<String> SOURCES = List.of("pom.xml", "processors", "routes", "src", "hack", "kustomize");

    @TempDir
    private Path folder;

    /** In a copy of the project: a build here would change the classes that this test runs. */
    private Path project() throws IOException, InterruptedException {
        Path project = Files.createDirectories(folder.resolve("project"));
        for (String source : SOURCES) {
            assertThat(run(Map.of(), "cp", "-r", source, project.toString()).code()).isZero();
        }
        return project;
    }

    private static Ended run(Map<String, String> variables, String... command) throws IOException, InterruptedException {
        return run(Path.of(""), variables, command);
    }

    private static Ended run(Path directory, Map<String, String> variables, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("dromon-image.", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        int code = builder.start().waitFor();
        String text = Files.readString(output);
        Files.delete(output);
        return new Ended(code, text);
    }

    private record Ended(int code, String output) {
    }

    private static void build(Path project, Map<String, String> variables) throws IOException, InterruptedException {
        Ended ended = run(project, variables, "hack/image/build");
        assertThat(ended.code()).as(ended.output()).isZero();
    }

    private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private Path kubeconfig(Config rights) throws IOException {
        String authority = rights.getCaCertData() != null ? rights.getCaCertData() : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(rights.getCaCertFile())));
        return Files.writeString(folder.resolve("kubeconfig"), Serialization.asYaml(Map.of("apiVersion", "v1", "kind", "Config", "current-context", "runtime",
                "clusters", List.of(Map.of("name", "runtime", "cluster", Map.of("server", rights.getMasterUrl(), "certificate-authority-data", authority))),
                "users", List.of(Map.of("name", "runtime", "user", Map.of("token", rights.getOauthToken()))),
                "contexts", List.of(Map.of("name", "runtime", "context", Map.of("cluster", "runtime", "user", "runtime"))))));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** That process's user, by what the system says of the one that listens. */
    private static List<String> users(String command) {
        return ProcessHandle.allProcesses().filter(p -> p.info().commandLine().filter(c -> c.contains(command)).isPresent()).map(p -> user(p.pid())).toList();
    }

    private static String user(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status")).lines().filter(l -> l.startsWith("Uid:") || l.startsWith("Gid:")).map(l -> l.split("\\s+")[1]).reduce((a, b) -> a + ":" + b).orElse("");
        } catch (IOException e) {
            return "it has ended";
        }
    }

    @Test
    void whatIsInItRunsAFlowAsNobodyWithAFileSystemThatCannotBeWritten() throws Exception {
        Path project = project();
        Path tar = project.resolve("target/image/dromon.tar");
        build(project, Map.of("BASE", "scratch"));
        String first = digest(tar);
        build(project, Map.of("BASE", "scratch", "AOT", project.resolve("target/image/aot/app/dromon.aot").toString()));
        assertThat(digest(tar)).as("the image of the same archive of classes").isEqualTo(first);

        Path root = folder.resolve("root");
        JsonNode configuration = new ObjectMapper().readTree(run(Map.of(), "hack/image/unpack", tar.toString(), root.toString()).output());
        assertThat(configuration.path("User").asText()).isEqualTo(USER);
        assertThat(configuration.path("Entrypoint")).extracting(JsonNode::asText).containsExactly("/opt/java/bin/java", "@/app/jvm.options", "-cp", "@/app/jib-classpath-file", "dev.dromon.app.Main");
        JsonNode sbom = new ObjectMapper().readTree(root.resolve("app/sbom.cdx.json").toFile());
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        List<String> jars = names(root.resolve("app/libs"));
        List<String> listed = sbom.path("components").findParents("purl").stream().map(c -> c.path("name").asText() + "-" + c.path("version").asText() + ".jar").toList();
        assertThat(jars).filteredOn(j -> !NATIVE.matcher(j).find()).as("each library is in the bill of materials").isNotEmpty().allMatch(listed::contains);
        assertThat(sbom.path("components")).filteredOn(c -> "openjdk".equals(c.path("name").asText())).singleElement().satisfies(java -> {
            assertThat(java.path("version").asText()).startsWith("25.");
            assertThat(java.path("licenses").path(0).path("expression").asText()).isEqualTo("GPL-2.0-only WITH Classpath-exception-2.0");
        });
        assertThat(sbom.path("components")).filteredOn(c -> "glibc".equals(c.path("name").asText())).singleElement()
                .satisfies(c -> assertThat(c.path("licenses").path(0).path("expression").asText()).isEqualTo("LGPL-2.1-or-later"));

        takesOptions(root);
        runs(root);
    }

    private static void takesOptions(Path root) throws IOException, InterruptedException {
        Map<String, String> flags = flags(root, "-XX:MinHeapSize=32m");
        assertThat(flags).containsEntry("UseSerialGC", "true").containsEntry("MaxRAMPercentage", "65.000000");
        assertThat(flags(root, "-XX:MaxRAMPercentage=50 -XX:TieredStopAtLevel=4")).as("what a user says wins")
                .containsEntry("UseSerialGC", "true").containsEntry("MaxRAMPercentage", "50.000000").containsEntry("TieredStopAtLevel", "4");
    }

    /** What Java goes by with those options in JAVA_TOOL_OPTIONS, by name of the flag. */
    private static Map<String, String> flags(Path root, String options) throws IOException, InterruptedException {
        Ended ended = run(Map.of("RUN_AS", USER, "JAVA_TOOL_OPTIONS", options), "hack/image/run", root.toString(), "-XX:+PrintFlagsFinal", "-version");
        assertThat(ended.code()).as(ended.output()).isZero();
        return FLAG.matcher(ended.output()).results().collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (one, other) -> one));
    }

    private void runs(Path root) throws Exception {
        ControlPlane plane = ControlPlane.withoutRuntime();
        int port = free();
        String namespace = "image-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        Path log = folder.resolve("log");
        // On means that Java ends when the archive of classes does not fit.
        try (RuntimeProcess image = new RuntimeProcess("env RUN_AS=" + USER + " DROMON_LEADER_ENABLED=true DROMON_HTTP_PORT=" + port + " hack/image/run " + root + " -XX:AOTMode=on",
                kubeconfig(plane.runtimeConfig()), log)) {
            image.start();
            await().atMost(PATIENCE).ignoreException(ConnectException.class).untilAsserted(() -> assertThat(status(port, "/health/ready")).as(Files.readString(log)).isEqualTo(200));
            assertThat(status(port, "/health/live")).isEqualTo(200);
            assertThat(users("@/app/jvm.options")).contains(USER);
            plane.admin().namespaces().resource(Manifests.namespace(namespace, true)).create();
            plane.admin().load(new ByteArrayInputStream((Manifests.task("check") + Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check")).getBytes(StandardCharsets.UTF_8)))
                    .inNamespace(namespace).create();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(plane.admin().resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems()).singleElement()
                    .satisfies(v -> assertThat(v.getStatus()).isNotNull().satisfies(s -> assertThat(s.status).isEqualTo("Succeeded"))));
            assertThat(Files.readString(log)).doesNotContain("ERROR", "Exception");
        } finally {
            plane.admin().namespaces().withName(namespace).delete();
        }
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void wrongInputIsNamed() throws Exception {
        assertThat(run(Map.of("IMAGE_JDK", folder.toString()), "hack/image/build")).isEqualTo(new Ended(2, "image: expected a JDK 25 with jlink, found " + folder
                + "; install one, or say where it is by IMAGE_JDK.\n"));
        assertThat(run(Map.of("PUSH", "maybe"), "hack/image/build")).isEqualTo(new Ended(2, "image: expected PUSH=yes or no, found 'maybe'.\n"));
        assertThat(run(Map.of("BASE", "a b"), "hack/image/build").output()).isEqualTo("image: expected BASE to be scratch or the name of an image, for example debian:13-slim, found 'a b'.\n");
        assertThat(run(Map.of("IMAGE", "a b"), "hack/image/build").output()).isEqualTo("image: expected IMAGE to be a name and a tag, for example example.org/dromon:1.0, found 'a b'.\n");
        assertThat(run(Map.of("AOT", folder.resolve("none").toString()), "hack/image/build").output()).contains("image: expected AOT to be an archive of classes that can be read, found '");
    }

    @Test
    void aJavaForAnotherProcessorIsRefused() throws Exception {
        Path jdk = folder.resolve("jdk");
        Path jlink = Files.createFile(Files.createDirectories(jdk.resolve("bin")).resolve("jlink"));
        assertThat(jlink.toFile().setExecutable(true)).isTrue();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\nOS_ARCH=\"s390x\"\n");
        String processor = run(Map.of(), "uname", "-m").output().strip();
        assertThat(run(Map.of("IMAGE_JDK", jdk.toString()), "hack/image/build")).isEqualTo(new Ended(2, "image: expected a JDK for this machine's processor, " + processor + ", found " + jdk
                + " for s390x; build the image for another processor on a machine that has it.\n"));
    }
}
