package dev.dromon.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.discovery.PodObservation.Container;
import dev.dromon.discovery.PodObservation.Env;
import dev.dromon.model.Hash;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VersionInferenceTest {

    @ParameterizedTest
    @CsvSource({"app:1.0, 1.0", "registry.example/app:1.0, 1.0", "host:5000/app:1.0, 1.0", "host:5000/app,", "app,", "app:latest,", "app:,",
            "app@sha256:0123456789abcdef,", "app:1.0@sha256:0123456789abcdef, 1.0", "host:5000/app@sha256:0123456789abcdef,", "'',"})
    void theTagIsWhatComesAfterTheLastColonOfTheName(String image, String tag) {
        assertThat(VersionInference.tag(image).orElse(null)).isEqualTo(tag);
    }

    @Test
    void theDigestIsKeptns() {
        List<Container> containers = List.of(new Container("ciao", "peppe", List.of(new Env("test", "12"))));

        assertThat(VersionInference.infer(containers, Optional.empty())).isEqualTo("1253120182");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void infers(String sentence, Optional<String> named, boolean tag) {
        List<Container> containers = List.of(new Container("sidecar", "proxy:2.0", List.of()), new Container("app", "shop:1.0", List.of()),
                new Container("newest", "shop:latest", List.of()));

        String digest = Hash.fnv1a("sidecarproxy:2.0appshop:1.0newestshop:latest");
        assertThat(VersionInference.infer(containers, named)).isEqualTo(tag ? "1.0" : digest);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("the tag of the named container", Optional.of("app"), true),
                arguments("a digest when none is named", Optional.empty(), false),
                arguments("a digest when the named one does not exist", Optional.of("other"), false),
                arguments("a digest when the named one has the tag latest", Optional.of("newest"), false));
    }

    @Test
    void theDigestChangesWithNameImageAndLiteralEnvironment() {
        String base = infer("a", "i:1", "K", "v");

        assertThat(Stream.of(infer("b", "i:1", "K", "v"), infer("a", "i:2", "K", "v"), infer("a", "i:1", "L", "v"), infer("a", "i:1", "K", "w"))).doesNotContain(base)
                .doesNotHaveDuplicates();
        assertThat(infer("a", "i:1", "K", "v")).isEqualTo(base);
    }

    private static String infer(String name, String image, String key, String value) {
        return VersionInference.infer(List.of(new Container(name, image, List.of(new Env(key, value)))), Optional.empty());
    }
}
