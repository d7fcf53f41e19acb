// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads a file of JSON lines with bounded memory: whole lines are gathered into a buffer, and one parser runs over all of them. After a broken line a
 * new parser starts at the line that follows it, so that one line never spoils another.
 */
final class EventLines {

    private static final int BUFFER = 1 << 18;
    /** A longer line is passed over as unreadable. */
    private static final int LONGEST_LINE = 1 << 23;

    static final JsonFactory JSON = JsonFactory.builder().build();

    private final Path file;
    private final String name;
    private final Unreadable unreadable;
    private byte[] buffer = new byte[BUFFER];
    private @Nullable PropertyNameMatcher names;
    /** Bytes of the file before the buffer. */
    private long before;

    /**
     * Begins before the first line.
     *
     * @param name name of the file, for messages
     */
    EventLines(Path file, String name, Unreadable unreadable) {
        this.file = file;
        this.name = name;
        this.unreadable = unreadable;
    }

    /**
     * Reads all lines. A last line without an end that is not whole is being written: it is left for the next time.
     *
     * @param attributes filled for each line
     * @param line called for each line; says what is wrong with it, or null
     */
    void read(Attributes attributes, Supplier<@Nullable String> line) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            int filled = 0;
            int n;
            while ((n = in.read(buffer, filled, buffer.length - filled)) >= 0) {
                filled += n;
                int end = lastLineEnd(filled);
                if (end > 0) {
                    parse(end, attributes, line);
                    filled = drop(end, filled);
                } else if (filled == buffer.length) {
                    filled = makeRoom(filled, in);
                }
            }
            if (filled > 0) {
                parse(filled, attributes, line);
            }
        }
    }

    private void parse(int end, Attributes attributes, Supplier<@Nullable String> line) throws IOException {
        int at = 0;
        while (at < end) {
            at = parseUntilBroken(at, end, attributes, line);
        }
    }

    /** Returns where to go on: {@code end}, or the start of the line after a broken one. */
    private int parseUntilBroken(int from, int end, Attributes attributes, Supplier<@Nullable String> line)
            throws IOException {
        int start = from;
        int whole = -1;
        PropertyNameMatcher matcher = names == null ? attributes.matcher(JSON) : names;
        names = matcher;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), buffer, from, end - from)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                start = from + (int) parser.currentTokenLocation().getByteOffset();
                if (token != JsonToken.START_OBJECT) {
                    note(start, "not a JSON object");
                    return lineAfter(start, end);
                }
                attributes.clear();
                object(parser, matcher, attributes);
                String problem = line.get();
                if (problem == null) {
                    unreadable.read();
                } else {
                    note(start, problem);
                }
                whole = start;
            }
            return end;
        } catch (JacksonException e) {
            start = skipBlank(start == whole ? objectEnd(start, end) : start, end);
            int next = lineAfter(start, end);
            if (next < end || buffer[end - 1] == '\n') {
                note(start, "not JSON: " + e.getOriginalMessage());
            }
            return next;
        }
    }

    private void object(JsonParser parser, PropertyNameMatcher matcher, Attributes attributes) {
        int slot;
        while ((slot = parser.nextNameMatch(matcher)) != PropertyNameMatcher.MATCH_END_OBJECT) {
            if (slot == PropertyNameMatcher.MATCH_UNKNOWN_NAME && attributes.passOver(parser.currentName())) {
                // The next buffer is read with a matcher that knows it.
                names = null;
            }
            JsonToken token = parser.nextToken();
            if (slot == Attributes.NESTED && token == JsonToken.START_OBJECT) {
                object(parser, matcher, attributes);
            } else if (token.isStructStart()) {
                parser.skipChildren();
            } else if (attributes.isWanted(slot)) {
                attributes.value(slot, token, parser);
            }
        }
    }

    private void note(int start, String reason) throws IOException {
        unreadable.add(unreadable.none() ? name + " line " + lineNumber(before + start) : "", reason);
    }

    /** Counts the lines before an offset; only the first unreadable line is worth reading the file a second time. */
    private long lineNumber(long offset) throws IOException {
        long lines = 1;
        byte[] bytes = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            long left = offset;
            int n;
            while (left > 0 && (n = in.read(bytes, 0, (int) Math.min(bytes.length, left))) >= 0) {
                for (int i = 0; i < n; i++) {
                    lines += bytes[i] == '\n' ? 1 : 0;
                }
                left -= n;
            }
        }
        return lines;
    }

    /** Returns where the object that starts at {@code start} ends; it has been read before and is whole. */
    private int objectEnd(int start, int end) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), buffer, start, end - start)) {
            parser.nextToken();
            parser.skipChildren();
            return start + (int) parser.currentLocation().getByteOffset();
        }
    }

    private int makeRoom(int filled, InputStream in) throws IOException {
        if (buffer.length < LONGEST_LINE) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
            return filled;
        }
        note(0, "longer than " + (LONGEST_LINE >> 20) + " MiB");
        before += filled;
        int n;
        while ((n = in.read(buffer, 0, buffer.length)) >= 0) {
            int end = lineAfter(0, n);
            if (end < n || buffer[n - 1] == '\n') {
                return drop(end, n);
            }
            before += n;
        }
        return 0;
    }

    private int drop(int end, int filled) {
        System.arraycopy(buffer, end, buffer, 0, filled - end);
        before += end;
        return filled - end;
    }

    private int lastLineEnd(int filled) {
        int end = filled;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private int skipBlank(int from, int end) {
        int at = from;
        while (at < end - 1 && (buffer[at] == '\n' || buffer[at] == '\r' || buffer[at] == ' ' || buffer[at] == '\t')) {
            at++;
        }
        return at;
    }

    private int lineAfter(int from, int end) {
        int at = from;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return Math.min(end, at + 1);
    }
}
