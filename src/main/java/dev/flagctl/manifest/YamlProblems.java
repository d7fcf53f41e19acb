// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Says in our words what the YAML engine complained about. */
final class YamlProblems {

    private static final int LONGEST = 60;

    private YamlProblems() {}

    static Diagnostic of(YamlEngineException broken, String text, String file, int firstLine) {
        if (broken instanceof MarkedYamlEngineException marked) {
            return of(marked, file, firstLine);
        }
        if (broken instanceof ReaderException reader) {
            SourceRange range = at(text, reader.getPosition(), file, firstLine);
            return Diagnostic.error(
                    DiagnosticCode.NOT_TEXT.code(),
                    "a character that no YAML may hold: " + String.format("U+%04X", reader.getCodePoint()),
                    range,
                    "",
                    "write it as an escape such as \"\\u" + String.format("%04X", reader.getCodePoint())
                            + "\" in double quotes, or delete it");
        }
        boolean isVersion = broken instanceof YamlVersionException;
        return Diagnostic.error(
                DiagnosticCode.YAML_SYNTAX.code(),
                isVersion
                        ? "this version of YAML is not known"
                        : "not valid YAML: " + firstLineOf(String.valueOf(broken.getMessage())),
                new SourceRange(file, firstLine, 1, 2),
                "",
                isVersion
                        ? "write \"%YAML 1.2\", or leave the line out"
                        : "compare it with the examples in docs/manifest-reference.md");
    }

    private static Diagnostic of(MarkedYamlEngineException marked, String file, int firstLine) {
        Mark mark = marked.getProblemMark().or(marked::getContextMark).orElse(null);
        SourceRange range = mark == null
                ? new SourceRange(file, firstLine, 1, 2)
                : new SourceRange(file, firstLine + mark.getLine(), mark.getColumn() + 1, mark.getColumn() + 2);
        String problem = firstLineOf(String.valueOf(marked.getProblem()));
        if (problem.contains("\\t") || problem.toUpperCase(Locale.ROOT).contains("TAB")) {
            return Diagnostic.error(
                    DiagnosticCode.TAB.code(), "a tab indents this line", range, "a tab", "use blanks instead of tabs");
        }
        if (problem.startsWith("expected '<document start>'")) {
            return Diagnostic.error(
                    DiagnosticCode.SECOND_DOCUMENT.code(),
                    "a second document begins here",
                    range,
                    "",
                    "write a line of three dashes (---) before it");
        }
        String context = marked.getContext() == null ? "" : firstLineOf(marked.getContext());
        Mark opened = marked.getContextMark().orElse(null);
        if (opened != null && (problem.contains("stream end") || problem.contains("end of stream"))) {
            // The end of the file says nothing; what was not closed begins elsewhere.
            range = new SourceRange(file, firstLine + opened.getLine(), opened.getColumn() + 1, opened.getColumn() + 2);
            context = context + " that begins here";
        }
        return Diagnostic.error(
                DiagnosticCode.YAML_SYNTAX.code(),
                "not valid YAML: " + problem,
                range,
                context,
                "look at this line and the one above: quotes, brackets, colons, indent");
    }

    static String shorten(String text) {
        String line = firstLineOf(text);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private static String firstLineOf(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static SourceRange at(String text, int position, String file, int firstLine) {
        int line = firstLine;
        int column = 1;
        for (int i = 0; i < Math.min(position, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new SourceRange(file, line, column, column + 1);
    }
}
