package dev.dromon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every page can be found from the index, and whatever points into a page points at something. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern CITATION = Pattern.compile("(docs/[a-z/-]+\\.md)(?:, ([a-z ]+)(?=[.;]))?");

    /** A link or citation: where it stands, the page it points to, and the section, which may be empty. */
    private record Pointer(Path from, Path to, String section) {
    }

    private static Stream<Pointer> links(Path page) {
        return LINK.matcher(Pages.read(page)).results().filter(link -> !link.group(1).contains(":")).map(link -> link(page, link));
    }

    private static Pointer link(Path page, MatchResult link) {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
        return new Pointer(page, target, link.group(2) == null ? "" : link.group(2));
    }

    @Test
    void everySectionInALinkExists() {
        List<Pointer> broken = Pages.all().stream().flatMap(LinksTest::links).filter(p -> !p.section().isEmpty())
                .filter(p -> Pages.sections(p.to()).keySet().stream().map(Pages::anchor).noneMatch(p.section()::equals)).toList();

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageOfTheDocumentationIsInItsIndex() {
        Set<Path> listed = links(Pages.INDEX).map(Pointer::to).collect(Collectors.toSet());

        assertThat(Pages.all()).filteredOn(page -> page.startsWith("docs") && !page.equals(Pages.INDEX))
                .allSatisfy(page -> assertThat(listed).as("index of %s", page).containsAnyOf(page, page.getParent()));
    }

    @Test
    void everyPageAndSectionThatTheCodeCitesExists() {
        Collection<Pointer> cited = Stream.of("processors", "routes", "kustomize", "src/main/resources").flatMap(folder -> Pages.files(Path.of(folder), 9))
                .flatMap(file -> CITATION.matcher(Pages.read(file)).results().map(c -> new Pointer(file, Path.of(c.group(1)), c.group(2) == null ? "" : c.group(2)))).toList();

        assertThat(cited).hasSizeGreaterThan(10).allSatisfy(c -> {
            assertThat(c.to()).exists();
            assertThat(Pages.sections(c.to()).keySet()).as("section cited in %s", c.from()).anyMatch(heading -> heading.toLowerCase(Locale.ROOT).contains(c.section()));
        });
    }
}
