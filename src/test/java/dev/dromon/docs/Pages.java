package dev.dromon.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The Markdown pages of the project, and the files that cite them. */
final class Pages {

    static final Path INDEX = Path.of("docs", "README.md");

    private Pages() {
    }

    /** All pages that belong to the project, relative to its root. */
    static List<Path> all() {
        return Stream.of(Path.of("docs"), Path.of("examples"), Path.of("hack"), Path.of(".")).flatMap(folder -> files(folder, folder.equals(Path.of(".")) ? 1 : 9))
                .filter(file -> file.toString().endsWith(".md")).map(Path::normalize).distinct().sorted().toList();
    }

    /** Files of a folder, at most so deep. */
    static Stream<Path> files(Path folder, int depth) {
        try (Stream<Path> found = Files.walk(folder, depth)) {
            return found.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Heading to the text below it, up to the next heading of any level; lines in code blocks are no headings. */
    static Map<String, String> sections(Path page) {
        Map<String, String> sections = new LinkedHashMap<>();
        String heading = "";
        boolean code = false;
        for (String line : read(page).split("\n")) {
            code = line.startsWith("```") != code;
            if (!code && line.matches("#+ .*")) {
                heading = line.replaceFirst("#+ ", "");
            }
            sections.merge(heading, line + "\n", String::concat);
        }
        return sections;
    }

    /** What a heading is called in a link, as GitHub makes it. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-');
    }
}
