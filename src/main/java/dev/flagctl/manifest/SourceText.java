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
import java.util.List;

/** The bytes of a file, found fit to be parsed, and where its documents lie. */
final class SourceText {

    static final long LARGEST_FILE = 64L << 20;

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
            // A pipe or device that was named has no size, and may have no end.
            try (InputStream in = Files.newInputStream(found.path())) {
                return of(found.name(), in.readNBytes((int) LARGEST_FILE + 1));
            }
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
                    file + " is UTF-16 or UTF-32, not UTF-8",
                    new SourceRange(file, 1, 1, 2),
                    "",
                    "save the file as UTF-8"));
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        DocumentCut cut = new DocumentCut(file, bytes, marked ? 3 : 0);
        List<Part> parts = cut.parts();
        if (!cut.ascii()) {
            checkUtf8(file, bytes);
        }
        return new SourceText(file, bytes, cut.ascii() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8, parts);
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
}
