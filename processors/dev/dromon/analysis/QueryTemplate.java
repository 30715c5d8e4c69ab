package dev.dromon.analysis;

import dev.dromon.model.Blocker;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query with placeholders of the form {@code {{.name}}}: of Go's text/template the substitution of fields, and nothing else. Names may have dots, blanks may be around
 * them. Pure; never throws. Rule: docs/reference/analysis.md, templates.
 */
public final class QueryTemplate {

    private static final String OPEN = "{{";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*\\.([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*)\\s*}}");
    private static final String NAMED = "AnalysisValueTemplate ";
    private static final int SHOWN = 40;
    private static final int LONGEST = 8192;

    private QueryTemplate() {
    }

    /** A query that can be asked, or why there is none; exactly one of both is there. */
    public record Rendered(Optional<String> query, Optional<Blocker> blocker) {
        public Rendered {
            Objects.requireNonNull(query);
            Objects.requireNonNull(blocker);
        }
    }

    /** The query of the template of that name, with these arguments in place of the placeholders. Values are put in as they are, and not read as templates. */
    public static Rendered render(String template, String query, Map<String, String> arguments) {
        StringBuilder rendered = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(query);
        int from = 0;
        for (int open = query.indexOf(OPEN); open >= 0; open = query.indexOf(OPEN, from)) {
            matcher.region(open, query.length());
            if (!matcher.lookingAt()) {
                return unusable(template, query.substring(open));
            }
            String value = arguments.get(matcher.group(1));
            if (value == null) {
                return missing(template, matcher.group(1));
            }
            rendered.append(query, from, open).append(value);
            from = matcher.end();
        }
        rendered.append(query.substring(from));
        return rendered.length() > LONGEST ? tooLong(template, rendered.length()) : new Rendered(Optional.of(rendered.toString()), Optional.empty());
    }

    private static Rendered tooLong(String template, int length) {
        return blocked(Blocker.stuck("TemplateUnusable", NAMED + template + ": expected a query of at most " + LONGEST + " characters with the arguments in place, found " + length
                + "; shorten spec.query or the arguments"));
    }

    private static Rendered blocked(Blocker blocker) {
        return new Rendered(Optional.empty(), Optional.of(blocker));
    }

    private static Rendered unusable(String template, String found) {
        String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
        return blocked(Blocker.stuck("TemplateUnusable", NAMED + template + ": expected only placeholders of the form {{.name}} in spec.query, found '" + shown
                + "'; functions, pipes, conditions and comments are not supported, correct the query"));
    }

    private static Rendered missing(String template, String argument) {
        return blocked(Blocker.stuck("ArgumentMissing", NAMED + template + " needs the argument '" + argument
                + "', which spec.args of this Analysis does not have; add it, or correct spec.query of the template"));
    }
}
