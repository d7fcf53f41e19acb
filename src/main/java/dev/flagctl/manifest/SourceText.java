// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a file, found fit to be parsed, and where its documents lie. */
final class SourceText {

    static final long LARGEST_FILE = 64L << 20;
    static final int LONGEST_RUN = 256 << 10;

    private final String file;
    private final byte[] bytes;
    private final Charset charset;
    private final List<Part> parts;

    /**
     * One document as bytes.
     *
     * @param offset first byte
     * @param length number of bytes
     * @param line line of the file on which it begins, counted from 1
     */
    record Part(int offset, int length, int line) {}

    private SourceText(String file, byte[] bytes, Charset charset, List<Part> parts) {
        this.file = file;
        this.bytes = bytes;
        this.charset = charset;
        this.parts = parts;
    }

    /** Reads a file. */
    static SourceText read(FoundFile found) throws YamlException {
        try {
            if (found.stamp().size() > LARGEST_FILE) {
                throw tooLarge(found.name());
            }
            return of(found.name(), Files.readAllBytes(found.path()));
        } catch (IOException unreadable) {
            throw new YamlException(ManifestFiles.unreadable(found.name(), unreadable));
        }
    }

    /** Reads a stream to its end. */
    static SourceText read(String name, InputStream in) throws YamlException {
        try {
            return of(name, in.readNBytes((int) LARGEST_FILE + 1));
        } catch (IOException unreadable) {
            throw new YamlException(ManifestFiles.unreadable(name, unreadable));
        }
    }

    /** Checks bytes and finds the documents in them. */
    static SourceText of(String file, byte[] bytes) throws YamlException {
        if (bytes.length > LARGEST_FILE) {
            throw tooLarge(file);
        }
        if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF && (bytes[0] & 0xFE) == 0xFE) {
            throw new YamlException(Diagnostic.error(
                    DiagnosticCode.NOT_UTF8.code(),
                    file + " is UTF-16, not UTF-8",
                    new SourceRange(file, 1, 1, 2),
                    "",
                    "save the file as UTF-8"));
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        Cut cut = new Cut(file, bytes, marked ? 3 : 0);
        List<Part> parts = cut.parts();
        if (!cut.ascii) {
            checkUtf8(file, bytes);
        }
        return new SourceText(file, bytes, cut.ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8, parts);
    }

    String file() {
        return file;
    }

    byte[] bytes() {
        return bytes;
    }

    List<Part> parts() {
        return parts;
    }

    /** Returns the characters of the whole file. */
    String all() {
        return new String(bytes, charset);
    }

    /** Returns the characters of a document. */
    String text(Part part) {
        return new String(bytes, part.offset, part.length, charset);
    }

    private static void checkUtf8(String file, byte[] bytes) throws YamlException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in);
        } catch (CharacterCodingException malformed) {
            int line = 1;
            int column = 1;
            for (int i = 0; i < in.position(); i++) {
                column = bytes[i] == '\n' ? 1 : column + 1;
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new YamlException(Diagnostic.error(
                    DiagnosticCode.NOT_UTF8.code(),
                    file + " is not UTF-8",
                    new SourceRange(file, line, column, column + 1),
                    "the first byte that is none",
                    "save the file as UTF-8"));
        }
    }

    private static YamlException tooLarge(String file) {
        return new YamlException(Diagnostic.error(
                DiagnosticCode.TOO_LARGE.code(),
                file + " has more than " + (LARGEST_FILE >> 20) + " MB",
                SourceRange.ofFile(file),
                "",
                "split it into several files"));
    }

    /** One pass over the bytes: refuses what would harm the parser and cuts at lines that begin with three dashes. */
    private static final class Cut {

        private final String file;
        private final byte[] bytes;
        private final List<Part> parts = new ArrayList<>();
        private int start;
        private int startLine = 1;
        private boolean content;
        boolean ascii = true;

        Cut(String file, byte[] bytes, int start) {
            this.file = file;
            this.bytes = bytes;
            this.start = start;
        }

        List<Part> parts() throws YamlException {
            int line = 1;
            int lineStart = start;
            int run = start;
            // Directives stand before the dashes and belong to what follows.
            int directives = -1;
            int directivesLine = 0;
            for (int i = start; i <= bytes.length; i++) {
                if (i < bytes.length && bytes[i] != '\n') {
                    run = check(i, run, line, lineStart);
                    continue;
                }
                if (isDashes(lineStart)) {
                    int cut = directives >= 0 ? directives : lineStart;
                    end(cut, directives >= 0 ? directivesLine : line);
                    content = hasContent(lineStart + 3, i);
                    directives = -1;
                } else if (lineStart < i && bytes[lineStart] == '%' && !content(lineStart, directives)) {
                    directivesLine = directives >= 0 ? directivesLine : line;
                    directives = directives >= 0 ? directives : lineStart;
                } else if (hasContent(lineStart, i)) {
                    content |= !isEndMark(lineStart, i);
                    directives = isEndMark(lineStart, i) ? -1 : directives;
                }
                checkRun(i, run, line, lineStart);
                run = i + 1;
                lineStart = i + 1;
                line++;
            }
            end(bytes.length, line);
            return parts;
        }

        /** A percent sign at the start of a line is a directive only before a document, or after the mark of its end. */
        private boolean content(int at, int directives) {
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
                parts.add(new Part(start, end - start, startLine));
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
}
