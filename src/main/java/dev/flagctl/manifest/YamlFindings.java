// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import tools.jackson.databind.JsonNode;

/** What is wrong with the YAML of one document, with its places in the file. */
final class YamlFindings {

    private final String file;
    private final int firstLine;
    private final List<Diagnostic> problems = new ArrayList<>(0);

    /**
     * Begins with nothing found.
     *
     * @param firstLine line of the file on which the document begins, counted from 1
     */
    YamlFindings(String file, int firstLine) {
        this.file = file;
        this.firstLine = firstLine;
    }

    /** Says that a key is there already. */
    void twice(Place first, String key, Event second) {
        SourceRange range = range(second);
        String lines = first.line() == range.line()
                ? "in line " + range.line()
                : "in line " + first.line() + " and in line " + range.line();
        problems.add(new Diagnostic(
                Severity.ERROR,
                DiagnosticCode.DUPLICATE_KEY.code(),
                "the key \"" + YamlProblems.shorten(key) + "\" is written twice, " + lines,
                range,
                "and again here",
                "delete one of the two",
                List.of(new Diagnostic.Related(first.in(file), "first here"))));
    }

    /** Says what is wrong with a value; reading goes on behind it. */
    void say(DiagnosticCode code, Event event, String summary, String hint) {
        problems.add(Diagnostic.error(code.code(), summary, range(event), "", hint));
    }

    /** Says why reading ends here. */
    YamlException end(DiagnosticCode code, Event event, String summary, String hint) {
        say(code, event, summary, hint);
        return new YamlException(problems, true, null);
    }

    /** Says why reading ended, with what was read before. */
    YamlException end(Diagnostic last, @Nullable JsonNode before) {
        problems.add(last);
        return new YamlException(problems, true, before);
    }

    /** Throws what was said of keys and values of a document that was read to its end, where anything was. */
    void throwIfAny(JsonNode document) throws YamlException {
        if (!problems.isEmpty()) {
            throw new YamlException(problems, false, document);
        }
    }

    int count() {
        return problems.size();
    }

    /** Returns the line of the file on which an event begins. */
    int line(Event event) {
        return firstLine + event.getStartMark().orElseThrow().getLine();
    }

    private SourceRange range(Event event) {
        PlaceList place = new PlaceList(1);
        place(place, event);
        return place.get(0).in(file);
    }

    /** Remembers where an event is. */
    void place(PlaceList places, Event event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElse(start);
        int column = start.getColumn() + 1;
        int endColumn = end.getLine() == start.getLine() ? end.getColumn() + 1 : column + 1;
        places.add(firstLine + start.getLine(), column, Math.max(endColumn, column + 1));
    }
}
