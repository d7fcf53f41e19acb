// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import java.util.ArrayList;
import java.util.List;

/** One pass over the bytes: refuses what would harm the parser and cuts at lines that begin with three dashes. */
final class DocumentCut {

    static final int LONGEST_RUN = 256 << 10;

    private final String file;
    private final byte[] bytes;
    private final List<SourceText.Part> parts = new ArrayList<>();
    private int start;
    private int startLine = 1;
    private boolean content;
    /** Where directives begin, which stand before the dashes and belong to what follows; -1 when there are none. */
    private int directives = -1;

    private int directivesLine;
    private boolean ascii = true;

    /**
     * Prepares the pass.
     *
     * @param start first byte that is text: behind a byte order mark
     */
    DocumentCut(String file, byte[] bytes, int start) {
        this.file = file;
        this.bytes = bytes;
        this.start = start;
    }

    /** Returns the documents, in order. */
    List<SourceText.Part> parts() throws YamlException {
        int line = 1;
        int lineStart = start;
        int run = start;
        for (int i = start; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '\n') {
                run = check(i, run, line, lineStart);
                continue;
            }
            line(lineStart, i, line);
            checkRun(i, run, line, lineStart);
            run = i + 1;
            lineStart = i + 1;
            line++;
        }
        end(bytes.length, line);
        return parts;
    }

    /** Takes a line for what it is: the end of a document, a directive, or a part of one. */
    private void line(int from, int to, int line) throws YamlException {
        if (isMark(from)) {
            throw problem(
                    DiagnosticCode.NOT_TEXT,
                    "a byte order mark in the middle of the file",
                    line,
                    1,
                    "delete it: it is the invisible first character of this line");
        }
        if (isDashes(from)) {
            int cut = directives >= 0 ? directives : from;
            end(cut, directives >= 0 ? directivesLine : line);
            content = hasContent(from + 3, to);
            directives = -1;
        } else if (from < to && bytes[from] == '%' && !content(from)) {
            directivesLine = directives >= 0 ? directivesLine : line;
            directives = directives >= 0 ? directives : from;
        } else if (hasContent(from, to)) {
            content |= !isEndMark(from, to);
            directives = isEndMark(from, to) ? -1 : directives;
        }
    }

    /** Tells whether all bytes are ASCII, once they were passed. */
    boolean ascii() {
        return ascii;
    }

    /** A percent sign at the start of a line is a directive only before a document, or after the mark of its end. */
    private boolean content(int at) {
        return content && directives < 0 && !afterEndMark(at);
    }

    private boolean afterEndMark(int at) {
        int end = at;
        while (end > start) {
            int begin = end - 1;
            while (begin > start && bytes[begin - 1] != '\n') {
                begin--;
            }
            if (hasContent(begin, end)) {
                return isEndMark(begin, end);
            }
            end = begin;
        }
        return true;
    }

    private int check(int i, int run, int line, int lineStart) throws YamlException {
        byte b = bytes[i];
        if (b <= ' ') {
            if (b < 0) {
                ascii = false;
            } else if (b < ' ' && b != '\t' && b != '\r') {
                throw problem(
                        DiagnosticCode.NOT_TEXT,
                        file + " is not text: it holds a byte " + String.format("0x%02X", b),
                        line,
                        i - lineStart + 1,
                        "take it out of the folder, or save it as UTF-8 text");
            } else {
                checkRun(i, run, line, lineStart);
                return i + 1;
            }
        }
        return run;
    }

    private void checkRun(int i, int run, int line, int lineStart) throws YamlException {
        if (i - run > LONGEST_RUN) {
            throw problem(
                    DiagnosticCode.TOO_LARGE,
                    "an unbroken run of more than " + (LONGEST_RUN >> 10) + " kB",
                    line,
                    run - lineStart + 1,
                    "no manifest needs such a value; take it out");
        }
    }

    private YamlException problem(DiagnosticCode code, String summary, int line, int column, String hint) {
        return new YamlException(
                Diagnostic.error(code.code(), summary, new SourceRange(file, line, column, column + 1), "", hint));
    }

    private void end(int end, int nextLine) throws YamlException {
        if (content) {
            if (end - start > YamlReader.LONGEST_DOCUMENT) {
                throw problem(
                        DiagnosticCode.TOO_LARGE,
                        "a document of more than " + (YamlReader.LONGEST_DOCUMENT >> 20) + " MB",
                        startLine,
                        1,
                        "write one feature per document, with a line of three dashes (---) between them");
            }
            parts.add(new SourceText.Part(start, end - start, startLine));
        }
        start = end;
        startLine = nextLine;
        content = false;
    }

    private boolean isDashes(int at) {
        return at + 2 < bytes.length
                && bytes[at] == '-'
                && bytes[at + 1] == '-'
                && bytes[at + 2] == '-'
                && (at + 3 == bytes.length || (bytes[at + 3] <= ' ' && bytes[at + 3] >= 0));
    }

    private boolean isMark(int at) {
        return at + 2 < bytes.length
                && bytes[at] == (byte) 0xEF
                && bytes[at + 1] == (byte) 0xBB
                && bytes[at + 2] == (byte) 0xBF;
    }

    private boolean isEndMark(int from, int to) {
        return to - from >= 3 && bytes[from] == '.' && bytes[from + 1] == '.' && bytes[from + 2] == '.';
    }

    /** Tells whether a line holds anything but blanks and a comment. */
    private boolean hasContent(int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '#') {
                return false;
            }
            if (b != ' ' && b != '\t' && b != '\r') {
                return true;
            }
        }
        return false;
    }
}
