// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives the lines of a file that have an end. A last line without one may be half a row whose last number still lacks digits; a reader of the JDK would
 * not tell.
 */
final class CsvLines implements AutoCloseable {

    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;
    // Not a BufferedInputStream: it takes a lock for each byte, which was most of the time of a reading.
    private final byte[] block = new byte[1 << 16];
    private int at;
    private int filled;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;
    private boolean unfinished;

    CsvLines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** Returns the next line without its end, cut after a mebibyte, or null at the end. */
    @Nullable
    String next() throws IOException {
        line.reset();
        while (at < filled || fill()) {
            int end = at;
            while (end < filled && block[end] != '\n') {
                end++;
            }
            line.write(block, at, Math.min(end - at, LONGEST_LINE - line.size()));
            unfinished = end == filled;
            at = end + 1;
            if (!unfinished) {
                number++;
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(block));
        return filled > 0;
    }

    /** Returns the number of the last line, counted from 1. */
    long number() {
        return number;
    }

    /** Tells, at the end, whether a line without an end was left out. */
    boolean unfinished() {
        return unfinished;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
